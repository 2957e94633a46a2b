export { Limited, LimitedGuard } from './limited.guard';
export { type LimitName, RATE_LIMITS } from './limits';
export { RateLimitModule } from './rate-limit.module';
export { RateLimits } from './rate-limits';
