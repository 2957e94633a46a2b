import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Permission } from '@yihu/shared';
import type { FastifyRequest } from 'fastify';
import type { Actor } from './actor';

export const CAN = 'yihu:can';
export const PUBLIC = 'yihu:public';

/** The route needs this permission somewhere in the actor's grants. */
export const Can = (permission: Permission) => SetMetadata(CAN, permission);

/** Anybody may call the route, signed in or not. */
export const Public = () => SetMetadata(PUBLIC, true);

export type RequestWithActor = FastifyRequest & { actor?: Actor };

/** The signed-in actor; the guard has made sure there is one. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const actor = context.switchToHttp().getRequest<RequestWithActor>().actor;
  if (actor === undefined) throw new Error('CurrentActor on a public route');
  return actor;
});
