import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Serves the built web client at `/`. Files named by their content are kept for a year, the page never. */
export async function serveStatic(app: NestFastifyApplication, staticDir: string | null): Promise<void> {
  if (staticDir === null || !existsSync(join(staticDir, 'index.html'))) return;
  await app
    .getHttpAdapter()
    .getInstance()
    .register(fastifyStatic, {
      root: staticDir,
      wildcard: false,
      cacheControl: false,
      setHeaders: (response, path) => {
        const isHashed = /\.[0-9a-f]{8}\.(js|css)$/.test(path);
        response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
}
