import { type INestApplication, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { CAN, PUBLIC } from './decorators';

export interface MountedRoute {
  controller: string;
  handler: string;
  /** `GET`, … */
  method: string;
  /** `/api/orders/:id` */
  path: string;
  guard: string | null;
}

/** Every route handler with what its guard asks; null where somebody forgot. */
export function routesOf(app: INestApplication): MountedRoute[] {
  const routes: MountedRoute[] = [];
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      if (typeof metatype !== 'function') continue;
      const prototype = metatype.prototype as Record<string, unknown>;
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const handler = prototype[name];
        if (typeof handler !== 'function' || !Reflect.hasMetadata(PATH_METADATA, handler)) continue;
        if (!Reflect.hasMetadata(METHOD_METADATA, handler)) continue;
        const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '';
        const path = pathOf(metatype, handler);
        const guard = guardOf(handler, metatype);
        routes.push({ controller: metatype.name, handler: name, method, path, guard });
      }
    }
  }
  return routes;
}

function pathOf(controller: object, handler: object): string {
  const parts = [controller, handler].map((target) =>
    String(Reflect.getMetadata(PATH_METADATA, target) ?? ''),
  );
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
}

function guardOf(handler: object, controller: object): string | null {
  const get = (key: string) => Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller);
  if (get(PUBLIC) === true) return 'public';
  return (get(CAN) as string | undefined) ?? null;
}

/** Throws when a route has neither @Can nor @Public: such a server does not start. */
export function assertRoutesGuarded(app: INestApplication): void {
  const forgotten = routesOf(app).filter((route) => route.guard === null);
  if (forgotten.length === 0) return;
  const names = forgotten.map((route) => `${route.controller}.${route.handler}`).join(', ');
  throw new Error(`routes without @Can or @Public: ${names}`);
}
