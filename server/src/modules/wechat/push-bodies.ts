import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

const XML_TYPES = ['text/xml', 'application/xml'];

/** Teaches the HTTP server to hand XML bodies on as text; only the push reads them. */
@Injectable()
export class PushBodies implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance>();
    for (const type of XML_TYPES) {
      if (!server || server.hasContentTypeParser(type)) continue;
      server.addContentTypeParser(type, { parseAs: 'string' }, (_request, body, done) => done(null, body));
    }
  }
}
