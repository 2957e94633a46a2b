import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BadRequestException,
  ForbiddenException,
  NotFoundException,
  PayloadTooLargeException,
} from '@nestjs/common';
import { ERRORS, type ErrorBody, type ErrorCode } from '@yihu/shared';
import { Type } from 'class-transformer';
import { IsIn, IsString, MaxLength, ValidateNested } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors';
import type { Logger } from '../logger';
import { ErrorFilter } from './error.filter';
import { securityHeaders } from './security-headers';
import { validationPipe } from './validation';

/** What a client would get for an error, and what the log would say. */
function answerTo(error: unknown) {
  const logged: unknown[] = [];
  const got = { status: 0, headers: {} as Record<string, string>, body: null as ErrorBody | null };
  const reply = {
    sent: false,
    header: (name: string, value: string) => {
      got.headers[name] = value;
      return reply;
    },
    status: (status: number) => {
      got.status = status;
      return reply;
    },
    type: () => reply,
    send: (body: ErrorBody) => {
      got.body = body;
      return reply;
    },
  };
  const logger = { error: (...parts: unknown[]) => logged.push(parts) } as unknown as Logger;
  new ErrorFilter(logger).answer(error, { id: 'RID' } as FastifyRequest, reply as unknown as FastifyReply);
  return { ...got, code: got.body?.error.code, logged: logged.length };
}

describe('errors on the wire', () => {
  it.each(Object.keys(ERRORS) as ErrorCode[])(
    '%s has its status and a Chinese text without open blanks',
    (code) => {
      const { status, body, headers } = answerTo(new AppError(code));
      expect(status).toBe(ERRORS[code].status);
      expect(body?.error.message).toMatch(/\p{Script=Han}/u);
      expect(body?.error.message).not.toMatch(/[{}]/);
      expect(body?.error.requestId).toBe('RID');
      expect(headers['cache-control']).toBe('no-store');
    },
  );

  it.each<[string, unknown, ErrorCode, number]>([
    ['an unknown error', new Error("SELECT * FROM person WHERE phone='138'"), 'INTERNAL', 1],
    ['no error at all', 'thrown', 'INTERNAL', 1],
    ['a lost database', { code: 'ECONNREFUSED' }, 'UNAVAILABLE', 1],
    ['a body too large', { statusCode: 413 }, 'BODY_TOO_LARGE', 0],
    ['broken JSON', { statusCode: 400 }, 'BAD_REQUEST', 0],
    ['a media type nobody reads', { statusCode: 415 }, 'BAD_REQUEST', 0],
    ['a status that is the server’s fault', { statusCode: 500 }, 'INTERNAL', 1],
    ['a path nobody mounted', new NotFoundException('/x'), 'NOT_FOUND', 0],
    ['a large upload', new PayloadTooLargeException(), 'BODY_TOO_LARGE', 0],
    ['a pipe’s complaint', new BadRequestException('secret detail'), 'BAD_REQUEST', 0],
    ['a framework’s refusal', new ForbiddenException(), 'BAD_REQUEST', 0],
    ['a refusal of ours', new AppError('ORDER_EMPTY'), 'ORDER_EMPTY', 0],
  ])('%s becomes a coded answer', (_, error, code, logged) => {
    const answer = answerTo(error);
    expect([answer.code, answer.logged]).toEqual([code, logged]);
    expect(JSON.stringify(answer.body)).not.toMatch(/SELECT|secret|stack|138/);
  });

  it('says when to come back', () => {
    expect(answerTo(new AppError('UNAVAILABLE')).headers['retry-after']).toBe('3');
    expect(answerTo(new AppError('TOO_MANY_REQUESTS', { seconds: 42 })).headers['retry-after']).toBe('42');
    expect(answerTo(new AppError('NOT_FOUND')).headers['retry-after']).toBeUndefined();
  });

  it('fills the text from the details and passes them on', () => {
    const { body } = answerTo(new AppError('GRID_CODE_UNKNOWN', { code: 'NQ-9' }));
    expect(body?.error).toMatchObject({
      message: '没有找到网格编号「NQ-9」,请核对张贴的编号',
      details: { code: 'NQ-9' },
    });
  });
});

class Inner {
  @IsIn(['WGS84', 'GCJ02'], { message: '请选坐标系' })
  datum: string;
}
class Body {
  @IsString({ message: '应是文字' })
  @MaxLength(3, { message: '最多 3 个字' })
  text: string;

  @ValidateNested()
  @Type(() => Inner)
  point: Inner;
}

describe('bodies', () => {
  const check = (value: unknown) =>
    validationPipe()
      .transform(value, { type: 'body', metatype: Body })
      .then(
        () => null,
        (error: unknown) => (error instanceof AppError ? error.details : error),
      );
  const point = { datum: 'WGS84' };

  it.each<[unknown, unknown]>([
    [{ text: '一二三', point }, null],
    [
      { text: '一二三四', point },
      { field: 'text', reason: '最多 3 个字' },
    ],
    [
      { text: 1, point },
      { field: 'text', reason: expect.any(String) },
    ],
    [
      { text: '一', point: { datum: 'X' } },
      { field: 'point.datum', reason: '请选坐标系' },
    ],
    [
      { text: '一', point, role: 'ADMIN' },
      { field: 'role', reason: expect.any(String) },
    ],
    [
      { text: '一', point: { ...point, more: 1 } },
      { field: 'point.more', reason: expect.any(String) },
    ],
  ])('%j → %j', async (value, wrong) => {
    expect(await check(value)).toEqual(wrong);
  });
});

describe('headers', () => {
  it('let a page run its own inline script and no other, and be framed by nobody', () => {
    const dir = mkdtempSync(join(tmpdir(), 'yihu-static-'));
    const script = 'window.x=1';
    writeFileSync(join(dir, 'index.html'), `<script src="/a.js"></script><script>${script}</script>`);
    const policy = securityHeaders(dir, false)['content-security-policy'] ?? '';
    rmSync(dir, { recursive: true });
    const scripts = policy.split('; ').find((part) => part.startsWith('script-src'));
    const hash = createHash('sha256').update(script).digest('base64');
    expect(scripts).toBe(`script-src 'self' 'sha256-${hash}'`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("object-src 'none'");
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
  });

  it('promise https only where there is https', () => {
    expect(securityHeaders(null, false)['strict-transport-security']).toBeUndefined();
    expect(securityHeaders(null, true)['strict-transport-security']).toMatch(/^max-age=\d{8}/);
    expect(securityHeaders(null, false)['x-content-type-options']).toBe('nosniff');
  });
});
