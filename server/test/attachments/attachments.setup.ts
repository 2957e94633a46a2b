import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { ErrorCode, Instant } from '@yihu/shared';
import sharp from 'sharp';
import { Env } from '../../src/config/env';
import { AttachmentEntity } from '../../src/modules/attachments/attachments.entity';
import { AttachmentsModule } from '../../src/modules/attachments/attachments.module';
import type { UploadedPhoto } from '../../src/modules/attachments/attachments.service';
import { type Actor, SYSTEM } from '../../src/platform/auth/actor';
import { AuthGuard, hashToken, Sessions } from '../../src/platform/auth/auth.guard';
import { Clock } from '../../src/platform/clock';
import { Db } from '../../src/platform/db/db';
import { ErrorFilter } from '../../src/platform/http/error.filter';
import { newId } from '../../src/platform/ids';
import { Logger } from '../../src/platform/logger';
import { type SpecDatabase, specDatabase } from '../spec-database';

export const LI = 'li-token-0123456789abcdef';
export const WANG = 'wang-token-0123456789abcdef';

class SetClock extends Clock {
  at: Instant = '2026-11-22T04:00:00.000Z';
  now(): Instant {
    return this.at;
  }
}
class TwoPersons extends Sessions {
  async actorOf(tokenHash: string): Promise<Actor | null> {
    const personId = { [hashToken(LI)]: 'LI', [hashToken(WANG)]: 'WANG' }[tokenHash];
    return personId === undefined ? null : { ...SYSTEM, kind: 'PERSON', personId };
  }
}

export interface Sent {
  bytes?: Buffer;
  name?: string;
  field?: string;
  draftId?: string;
  purpose?: string;
  token?: string;
  extra?: Record<string, string>;
  fileFirst?: boolean;
}
export interface Answer {
  status: number;
  body: UploadedPhoto & { error?: { code: ErrorCode; message: string } };
}

/** The attachments module over real HTTP, with the real guard, filter, database and blob folder. */
export class AttachmentsApp {
  private constructor(
    readonly app: NestFastifyApplication,
    private readonly database: SpecDatabase,
    readonly clock: SetClock,
    readonly base: string,
    readonly dataDir: string,
  ) {}

  get db(): Db {
    return this.database.db;
  }

  /** `serverUrl` as in ENGINES: null is SQLite. */
  static async start(serverUrl: string | null): Promise<AttachmentsApp> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'yihu-attachments-'));
    const key = randomBytes(32).toString('base64');
    const env = new Env({ YIHU_DATA_DIR: dataDir, YIHU_SECRET_KEY: key, LOG_LEVEL: 'silent' });
    const [database, clock] = [await specDatabase(serverUrl, [AttachmentEntity]), new SetClock()];
    const providers = [
      { provide: Env, useValue: env },
      { provide: Db, useValue: database.db },
      { provide: Clock, useValue: clock },
      { provide: Logger, useValue: new Logger(env) },
      { provide: Sessions, useClass: TwoPersons },
    ];
    @Global()
    @Module({ providers, exports: providers.map((one) => one.provide) })
    class Platform {}
    const built = await Test.createTestingModule({ imports: [Platform, AttachmentsModule] }).compile();
    const adapter = new FastifyAdapter({ bodyLimit: 1024 * 1024 });
    const app = built.createNestApplication<NestFastifyApplication>(adapter);
    app.useGlobalGuards(new AuthGuard(new Reflector(), built.get(Sessions)));
    app.useGlobalFilters(new ErrorFilter(new Logger(env)));
    await app.listen(0, '127.0.0.1');
    return new AttachmentsApp(app, database, clock, await app.getUrl(), dataDir);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.database.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  async send(sent: Sent = {}): Promise<Answer> {
    const form = new FormData();
    const fields = { draftId: sent.draftId ?? newId(), purpose: sent.purpose ?? 'REPORT', ...sent.extra };
    const addFields = () => {
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
    };
    if (!sent.fileFirst) addFields();
    if (sent.bytes) {
      form.append(sent.field ?? 'file', new Blob([new Uint8Array(sent.bytes)]), sent.name ?? 'p.jpg');
    }
    if (sent.fileFirst) addFields();
    const headers = { authorization: `Bearer ${sent.token ?? LI}` };
    const response = await fetch(`${this.base}/api/attachments`, { method: 'POST', body: form, headers });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }

  get(url: string | undefined): Promise<Response> {
    return fetch(`${this.base}${url}`);
  }

  rowsOf(draftId: string) {
    return this.db.read('SELECT * FROM attachment WHERE draft_id = ?', [draftId]);
  }
}

/** A JPEG of noise, never the same twice. */
export function picture(size = 64): Promise<Buffer> {
  const raw = { width: size, height: size, channels: 3 as const };
  return sharp(randomBytes(size * size * 3), { raw })
    .jpeg()
    .toBuffer();
}
