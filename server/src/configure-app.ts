import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';
import { Env } from './config/env';
import { assertRoutesGuarded } from './platform/auth/assert-routes-guarded';
import { Clock } from './platform/clock';
import { guardBodies } from './platform/http/guard-bodies';
import { addSecurityHeaders, badAddressAnswer, securityHeaders } from './platform/http/security-headers';
import { serveStatic } from './platform/http/static-files';
import { validationPipe } from './platform/http/validation';
import { watchRequests } from './platform/http/watch-requests';
import { newId } from './platform/ids';
import { prepareDemo } from './seed/prepare-demo';

const BODY_LIMIT = 1024 * 1024;

/** Builds the application exactly as it runs; tests use the same. Does not listen yet. */
export async function createApp(env: Env, clock?: Clock): Promise<NestFastifyApplication> {
  const headers = securityHeaders(env.staticDir, env.publicUrl.startsWith('https://'), env.map.tileUrl);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    exposeHeadRoutes: false,
    genReqId: () => newId(),
    requestTimeout: 60_000,
    logger: false,
    frameworkErrors: badAddressAnswer(headers),
    // Only the named hops may say who is asking; nobody else's X-Forwarded-For is believed.
    trustProxy: env.hosting.trustedProxies.length > 0 ? env.hosting.trustedProxies : false,
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.register(env, clock), adapter, {
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
  app.useGlobalPipes(validationPipe());
  app.enableShutdownHooks();
  addSecurityHeaders(app, headers);
  watchRequests(app);
  guardBodies(app);
  await serveStatic(app, env.staticDir, '/');
  await serveStatic(app, env.consoleDir, '/desk/');
  await prepareDemo(app as INestApplicationContext, env);
  await app.init();
  assertRoutesGuarded(app);
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
