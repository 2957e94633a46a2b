import { Global, Module } from '@nestjs/common';
import { Metrics } from '../http/metrics';
import { RateLimits } from './rate-limits';

/** Limits, and the counters of this process, which limits and many others feed. */
@Global()
@Module({ providers: [RateLimits, Metrics], exports: [RateLimits, Metrics] })
export class RateLimitModule {}
