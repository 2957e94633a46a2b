import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BodyClass, Rule, Validators } from './requests.ts';

/** One parameter of a route's method: what it is taken from, under which name, and the class it is read into. */
export interface Param {
  from: 'body' | 'query' | 'path' | 'header' | 'other';
  name: string | null;
  type: BodyClass | null;
}

export interface Mounted {
  controller: string;
  handler: string;
  method: string;
  path: string;
  guard: string;
  limited: string | null;
  params: Param[];
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];
/** Nest's numbers of where an argument comes from. */
const SOURCES: Record<string, Param['from']> = { '3': 'body', '4': 'query', '5': 'path', '6': 'header' };

interface Container {
  values(): Iterable<{ controllers: Map<unknown, { metatype: (new () => object) | undefined }> }>;
}
interface App {
  get(token: unknown): Container;
  close(): Promise<void>;
}

/** Starts the built server on throw-away data and reads from it what it really mounts and validates. */
export async function readServer(dist: string): Promise<{ routes: Mounted[]; validators: Validators }> {
  const require = createRequire(join(dist, 'main.js'));
  require('reflect-metadata');
  const { Env } = require('./config/env.js') as { Env: new (source: NodeJS.ProcessEnv) => object };
  const { createApp } = require('./configure-app.js') as { createApp(env: object): Promise<App> };
  const { ModulesContainer } = require('@nestjs/core') as { ModulesContainer: unknown };
  const dataDir = mkdtempSync(join(tmpdir(), 'yihu-openapi-'));
  const env = new Env({
    YIHU_SECRET_KEY: Buffer.alloc(32).toString('base64'),
    YIHU_DATA_DIR: dataDir,
    YIHU_DEMO: '1', // else it prints a code for the first installation
    YIHU_JOBS: 'off',
    LOG_LEVEL: 'fatal',
  });
  const app = await createApp(env);
  try {
    const classes = [...app.get(ModulesContainer).values()].flatMap((module) =>
      [...module.controllers.values()].flatMap(({ metatype }) => (metatype === undefined ? [] : [metatype])),
    );
    return { routes: classes.flatMap(routesIn), validators: validatorsOf(require) };
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

function meta<T>(key: string, target: object, property?: string): T | undefined {
  const reader = Reflect as unknown as {
    getMetadata(key: string, target: object, property?: string): T | undefined;
  };
  return property === undefined ? reader.getMetadata(key, target) : reader.getMetadata(key, target, property);
}

function routesIn(controller: new () => object): Mounted[] {
  const prototype = controller.prototype as Record<string, object>;
  return Object.getOwnPropertyNames(prototype).flatMap((handler) => {
    const target = prototype[handler];
    const path = typeof target === 'function' ? meta<string>('path', target) : undefined;
    const method = typeof target === 'function' ? meta<number>('method', target) : undefined;
    if (target === undefined || path === undefined || method === undefined) return [];
    const of = (key: string) =>
      meta<string | boolean>(key, target) ?? meta<string | boolean>(key, controller);
    const parts = [meta<string>('path', controller) ?? '', path].map((part) => part.replace(/^\/|\/$/g, ''));
    return [
      {
        controller: controller.name,
        handler,
        method: METHODS[method] ?? 'GET',
        path: `/${parts.filter((part) => part !== '').join('/')}`,
        guard: of('yihu:public') === true ? 'public' : String(of('yihu:can')),
        limited: meta<string>('yihu:limited', target) ?? null,
        params: paramsOf(controller, handler),
      },
    ];
  });
}

function paramsOf(controller: new () => object, handler: string): Param[] {
  const args =
    meta<Record<string, { index: number; data?: unknown }>>('__routeArguments__', controller, handler) ?? {};
  const types = meta<BodyClass[]>('design:paramtypes', controller.prototype, handler) ?? [];
  return Object.entries(args)
    .sort(([, a], [, b]) => a.index - b.index)
    .map(([key, { index, data }]) => ({
      from: SOURCES[key.split(':')[0] ?? ''] ?? 'other',
      name: typeof data === 'string' ? data : null,
      type: types[index] ?? null,
    }));
}

function validatorsOf(require: NodeJS.Require): Validators {
  const rules = (require('class-validator') as ValidatorLibrary).getMetadataStorage();
  const { defaultMetadataStorage } = require('class-transformer/cjs/storage.js') as TransformerLibrary;
  return {
    rulesOf: (body) =>
      rules
        .getTargetValidationMetadatas(body, '', false, false)
        .map((rule) => ({ ...rule, type: rule.type })),
    nested: (body, property) =>
      (defaultMetadataStorage.findTypeMetadata(body, property)?.typeFunction?.() as BodyClass | undefined) ??
      null,
  };
}

interface ValidatorLibrary {
  getMetadataStorage(): {
    getTargetValidationMetadatas(target: object, schema: string, strict: boolean, groups: boolean): Rule[];
  };
}
interface TransformerLibrary {
  defaultMetadataStorage: {
    findTypeMetadata(target: object, property: string): { typeFunction?: () => unknown } | undefined;
  };
}
