import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppError } from '../errors';
import { Logger } from '../logger';
import { ErrorFilter } from './error.filter';

/** Deeper than any form of the product; the validators walk a body by recursion and must not run out of stack. */
const MAX_DEPTH = 16;

/**
 * Refuses bodies nested too deep, and gives what the HTTP library itself refuses (broken JSON, a body too large)
 * the same coded answer as everything else. Call it before the routes are registered.
 */
export function guardBodies(app: NestFastifyApplication): void {
  const filter = new ErrorFilter(app.get(Logger));
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRoute', (route) => {
    route.errorHandler ??= (error, request, reply) => filter.answer(error, request, reply);
  });
  // WeChat names a content type even where it sends nothing (DELETE); nothing is no broken JSON.
  server.addHook('onRequest', (request, _reply, done) => {
    const { headers } = request;
    const isEmpty = (headers['content-length'] ?? '0') === '0' && headers['transfer-encoding'] === undefined;
    if (isEmpty && request.method === 'DELETE') delete headers['content-type'];
    done();
  });
  server.addHook('preValidation', (request, _reply, done) => {
    const isTooDeep = isContainer(request.body) && isDeeper(request.body, MAX_DEPTH);
    done(isTooDeep ? new AppError('BAD_REQUEST', { reason: '层数太多' }) : undefined);
  });
}

function isDeeper(body: unknown, max: number): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > max) return true;
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? Object.values(value).filter(isContainer) : [],
    );
  }
  return false;
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
