import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import { ERRORS, type ErrorBody, type ErrorCode, errorText } from '@yihu/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLostConnection, isNoRoom } from '../db/engine-errors';
import { AppError } from '../errors';
import { Logger } from '../logger';

interface Refusal {
  code: ErrorCode;
  details: Record<string, unknown>;
  unexpected: boolean;
}

/** The only place that knows HTTP statuses. Unknown errors become INTERNAL with a request id and nothing else. */
@Catch()
@Injectable()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** The same for what the HTTP library refuses before a controller is asked. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const refusal = refusalOf(error);
    const requestId = String(request.id);
    if (refusal.unexpected) this.logger.error('request.failed', { requestId, error });
    const status = ERRORS[refusal.code].status;
    const body: ErrorBody = {
      error: {
        code: refusal.code,
        message: errorText(refusal.code, { ...refusal.details, requestId }),
        requestId,
        ...(Object.keys(refusal.details).length > 0 ? { details: refusal.details } : {}),
      },
    };
    if (reply.sent) return;
    if (status === 503) void reply.header('retry-after', '3');
    if (status === 429) void reply.header('retry-after', String(refusal.details.seconds ?? 60));
    void reply
      .status(status)
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(body);
  }
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof AppError) return { code: error.code, details: error.details, unexpected: false };
  if (error instanceof HttpException) return ofHttp(error);
  if (isLostConnection(error) || isNoRoom(error))
    return { code: 'UNAVAILABLE', details: {}, unexpected: true };
  const status = (error as { statusCode?: number }).statusCode;
  if (status === 413) return { code: 'BODY_TOO_LARGE', details: {}, unexpected: false };
  if (status !== undefined && status >= 400 && status < 500) {
    return { code: 'BAD_REQUEST', details: { reason: '格式不对' }, unexpected: false };
  }
  return { code: 'INTERNAL', details: {}, unexpected: true };
}

function ofHttp(error: HttpException): Refusal {
  const status = error.getStatus();
  if (status === 404) return { code: 'NOT_FOUND', details: {}, unexpected: false };
  if (status === 413) return { code: 'BODY_TOO_LARGE', details: {}, unexpected: false };
  if (status >= 400 && status < 500) {
    return { code: 'BAD_REQUEST', details: { reason: '格式不对' }, unexpected: false };
  }
  return { code: 'INTERNAL', details: {}, unexpected: true };
}
