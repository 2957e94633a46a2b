import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Serves a built web client at `prefix`. Files named by their content are kept for a year, the page never. */
export async function serveStatic(
  app: NestFastifyApplication,
  staticDir: string | null,
  prefix: '/' | '/desk/',
): Promise<void> {
  if (staticDir === null || !existsSync(join(staticDir, 'index.html'))) return;
  await app
    .getHttpAdapter()
    .getInstance()
    .register(fastifyStatic, {
      root: staticDir,
      prefix,
      // The adapter's reply is decorated once, by whichever client is served first.
      decorateReply: !app.getHttpAdapter().getInstance().hasReplyDecorator('sendFile'),
      ...(prefix === '/' ? {} : { redirect: true }),
      wildcard: false,
      cacheControl: false,
      setHeaders: (response, path) => {
        const isHashed = /\.[0-9a-f]{8}\.(js|css)$/.test(path);
        response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
}
