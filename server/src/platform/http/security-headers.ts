import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ErrorBody, errorText } from '@yihu/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';

const YEAR_SECONDS = 365 * 24 * 3600;

/** Hashes of the page's own inline scripts, so that no other inline script may run. */
function inlineScriptHashes(staticDir: string | null): string[] {
  const index = staticDir === null ? null : join(staticDir, 'index.html');
  if (index === null || !existsSync(index)) return [];
  const scripts = readFileSync(index, 'utf8').matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g);
  return [...scripts].map(
    ([, body = '']) => `'sha256-${createHash('sha256').update(body).digest('base64')}'`,
  );
}

/**
 * Headers of every answer; `tls` when people reach the server by https; `tileUrl` of the desk's maps. Taro sets inline styles, so styles may be
 * inline; scripts may not.
 */
export function securityHeaders(
  staticDir: string | null,
  tls: boolean,
  tileUrl: string | null = null,
): Record<string, string> {
  // A tile service, when the operator has one, is the only other place a picture may come from.
  const tiles = tileUrl === null ? '' : new URL(tileUrl).origin;
  const policy = [
    "default-src 'self'",
    `script-src 'self' ${inlineScriptHashes(staticDir).join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${tiles}`.trim(),
    "media-src 'self' blob:", // a recording is heard before it is sent
    "font-src 'self' data:",
    "connect-src 'self' blob:", // the browser reads a chosen photo through its own blob link
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()',
    ...(tls ? { 'strict-transport-security': `max-age=${YEAR_SECONDS}; includeSubDomains` } : {}),
  };
}

/**
 * Adds the headers to every answer that passes the router; `badAddressAnswer` has the others. They are set first, so
 * that a route may be stricter: photos come with a sandbox of their own.
 */
export function addSecurityHeaders(app: NestFastifyApplication, headers: Record<string, string>): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      reply.headers(headers);
      // What one person was shown is kept by no browser or proxy; a route for everybody says otherwise itself.
      if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
      done();
    });
}

/** What an address that cannot be decoded is told: the router refuses it before any hook or filter sees it. */
export function badAddressAnswer(headers: Record<string, string>) {
  return (_error: Error, request: FastifyRequest, reply: FastifyReply): void => {
    const requestId = String(request.id);
    const body: ErrorBody = {
      error: { code: 'BAD_REQUEST', message: errorText('BAD_REQUEST', { reason: '地址不对' }), requestId },
    };
    reply.status(400).headers(headers).type('application/json; charset=utf-8').send(body);
  };
}
