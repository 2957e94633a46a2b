import { createHash } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Permission, UNATTENDED_HEADER } from '@yihu/shared';
import { AppError } from '../errors';
import { type Actor, holds } from './actor';
import { CAN, PUBLIC, type RequestWithActor } from './decorators';

/** Finds the actor behind a session token's hash; null when there is none or it has ended. */
export abstract class Sessions {
  /** @param attended false for what a screen asks by itself: that is no use of the session */
  abstract actorOf(tokenHash: string, attended?: boolean): Promise<Actor | null>;
}

/** The form in which a session token is stored and looked up. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * Global, deny by default: a route without @Can or @Public is refused here and keeps the server from starting
 * (`assertRoutesGuarded`). Global because route-scoped middleware of the HTTP library has been bypassed before.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  /** By controller and handler. */
  private readonly rules = new Map<object, Map<object, Permission | 'public' | undefined>>();

  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const permission = this.ruleOf(context);
    if (permission === 'public') return true;
    if (permission === undefined) throw new AppError('FORBIDDEN');
    return this.admit(context.switchToHttp().getRequest<RequestWithActor>(), permission);
  }

  /** What the route's decorators say, read once: they are code and do not change. */
  private ruleOf(context: ExecutionContext): Permission | 'public' | undefined {
    const [handler, controller] = [context.getHandler(), context.getClass()];
    const known = this.rules.get(controller) ?? new Map<object, Permission | 'public' | undefined>();
    if (known.has(handler)) return known.get(handler);
    const targets = [handler, controller];
    const isPublic = this.reflector.getAllAndOverride<boolean>(PUBLIC, targets) === true;
    const rule = isPublic ? 'public' : this.reflector.getAllAndOverride<Permission>(CAN, targets);
    this.rules.set(controller, known.set(handler, rule));
    return rule;
  }

  private async admit(request: RequestWithActor, permission: Permission): Promise<boolean> {
    const { authorization, [UNATTENDED_HEADER]: unattended } = request.headers;
    const actor = await this.authenticate(authorization, unattended === undefined);
    if (!holds(actor, permission)) throw new AppError('FORBIDDEN');
    request.actor = actor;
    return true;
  }

  private async authenticate(header: string | undefined, attended: boolean): Promise<Actor> {
    const token = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(header ?? '')?.[1];
    if (token === undefined) throw new AppError('NOT_SIGNED_IN');
    const actor = await this.sessions.actorOf(hashToken(token), attended);
    if (actor === null) throw new AppError('SESSION_EXPIRED');
    return actor;
  }
}
