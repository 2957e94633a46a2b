import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Where a request came from. The address counts tries and is never stored as it is. */
export interface Client {
  address: string;
  userAgent: string;
}

/** The client of a request; behind named proxies the address is the one they tell. */
export const FromClient = createParamDecorator((_: unknown, context: ExecutionContext): Client => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return { address: request.ip, userAgent: request.headers['user-agent'] ?? '' };
});
