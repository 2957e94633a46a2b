import multipart from '@fastify/multipart';
import { Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Env } from '../../config/env';
import { BlobStore, openBlobStore } from '../../platform/blobs';
import { AttachmentsController } from './attachments.controller';
import { AttachmentsQuery } from './attachments.query';
import { AttachmentsService } from './attachments.service';
import { AttachmentsShelf } from './attachments.shelf';
import { AttachmentsStore } from './attachments.store';
import { AttachmentsSweep } from './attachments-sweep.service';
import { DecoderPool } from './ingest/decoder-pool';
import { Watermarks } from './mark/watermarks.service';
import { SignedLinks } from './rules/signed-links';
import { UploadGate } from './upload-gate';
import { MULTIPART_LIMITS } from './upload-reader';
import { VoicesService } from './voices.service';

/** Two decoders use both cores of a small server; sixteen waiting photos are about ten seconds of work. */
const DECODER = { size: 2, queueLimit: 16, timeoutMs: 20_000, memoryLimitMb: 512 };

@Module({
  controllers: [AttachmentsController],
  providers: [
    AttachmentsService,
    AttachmentsShelf,
    AttachmentsStore,
    AttachmentsQuery,
    AttachmentsSweep,
    UploadGate,
    VoicesService,
    Watermarks,
    { provide: DecoderPool, useFactory: () => new DecoderPool(DECODER) },
    { provide: SignedLinks, inject: [Env], useFactory: (env: Env) => new SignedLinks(env.linkKey) },
    { provide: BlobStore, inject: [Env], useFactory: openBlobStore },
  ],
  exports: [AttachmentsService, AttachmentsSweep, BlobStore],
})
export class AttachmentsModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly decoder: DecoderPool,
  ) {}

  /** Teaches the HTTP server multipart bodies; only the upload route reads them. */
  async onModuleInit(): Promise<void> {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance>();
    if (!server || server.hasContentTypeParser('multipart/form-data')) return;
    await server.register(multipart, { limits: MULTIPART_LIMITS, throwFileSizeLimit: true });
  }

  /** After the HTTP server has ended: until then uploads are under way. */
  onApplicationShutdown(): void {
    this.decoder.close();
  }
}
