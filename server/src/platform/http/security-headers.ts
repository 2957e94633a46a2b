import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Hashes of the page's own inline scripts, so that no other inline script may run. */
function inlineScriptHashes(staticDir: string | null): string[] {
  const index = staticDir === null ? null : join(staticDir, 'index.html');
  if (index === null || !existsSync(index)) return [];
  const scripts = readFileSync(index, 'utf8').matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g);
  return [...scripts].map(
    ([, body = '']) => `'sha256-${createHash('sha256').update(body).digest('base64')}'`,
  );
}

/** Headers every answer carries. Taro sets inline styles, so styles may be inline; scripts may not. */
export function addSecurityHeaders(app: NestFastifyApplication, staticDir: string | null): void {
  const policy = [
    "default-src 'self'",
    `script-src 'self' ${inlineScriptHashes(staticDir).join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' blob:", // the browser reads a chosen photo through its own blob link
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', async (_request, reply) => {
      // A route may be stricter: photos come with a sandbox of their own.
      if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', policy);
      reply.header('x-content-type-options', 'nosniff');
      reply.header('referrer-policy', 'no-referrer');
    });
}
