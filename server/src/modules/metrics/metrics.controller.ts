import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Headers, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Env } from '../../config/env';
import { Public } from '../../platform/auth/decorators';
import { AppError } from '../../platform/errors';
import { MetricsQuery } from './metrics.query';

@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly env: Env,
    private readonly query: MetricsQuery,
  ) {}

  /** For a Prometheus scraper. Not there in production unless METRICS_TOKEN is set; then it must be shown. */
  @Public()
  @Get()
  async read(
    @Headers('authorization') header: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.check(header);
    const text = await this.query.read();
    await reply.type(this.query.contentType).header('cache-control', 'no-store').send(text);
  }

  /** Throws NOT_FOUND: who may not read does not learn that there is something. */
  private check(header: string | undefined): void {
    const token = this.env.hosting.metricsToken;
    if (token === null && !this.env.production) return;
    if (token === null || !isSame(header ?? '', `Bearer ${token}`)) throw new AppError('NOT_FOUND');
  }
}

/** Compares in a time that tells nothing about where two texts differ. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
