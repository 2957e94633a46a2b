import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Logger } from '../logger';
import { Metrics } from './metrics';

/** Scrapes and probes come every few seconds and would bury the rest of the log. */
const UNLOGGED = new Set(['/healthz', '/readyz', '/metrics']);

/** One log line and one measurement for each request: the route's template, never the address that was asked for. */
export function watchRequests(app: NestFastifyApplication): void {
  const logger = app.get(Logger);
  const metrics = app.get(Metrics);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const route = templateOf(request);
      const ms = Math.round(reply.elapsedTime * 10) / 10;
      const facts = { method: request.method, route, status: reply.statusCode, ms };
      // How long a stream was listened to says nothing of how fast the server answers.
      if (!isStream(reply)) metrics.requested(facts);
      if (!UNLOGGED.has(route)) logger.info('request', { ...facts, requestId: String(request.id) });
      done();
    });
}

const isStream = (reply: FastifyReply) =>
  String(reply.getHeader('content-type') ?? '').startsWith('text/event-stream');

/** Files of the web client are one label; an address nobody serves is another. */
function templateOf(request: FastifyRequest): string {
  const template = request.is404 ? undefined : request.routeOptions.url;
  if (template === undefined) return 'unmatched';
  return /^\/(api|files|wechat|healthz|readyz|metrics)(\/|$)/.test(template) ? template : 'static';
}
