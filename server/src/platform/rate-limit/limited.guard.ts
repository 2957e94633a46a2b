import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { RequestWithActor } from '../auth/decorators';
import { type LimitName, RATE_LIMITS } from './limits';
import { RateLimits } from './rate-limits';

const LIMITED = 'yihu:limited';

/** Calls of the route count against the limit of this name. */
export const Limited = (name: LimitName) => SetMetadata(LIMITED, name);

/** Runs after the AuthGuard, so that a limit per person knows the person. */
@Injectable()
export class LimitedGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const name = this.reflector.get<LimitName | undefined>(LIMITED, context.getHandler());
    if (name === undefined) return true;
    const request = context.switchToHttp().getRequest<RequestWithActor>();
    const person = request.actor?.personId;
    const subject = RATE_LIMITS[name].per === 'person' && person !== undefined ? person : request.ip;
    return this.limits.take(name, subject).then(() => true);
  }
}
