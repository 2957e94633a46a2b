/**
 * `node scripts/generate-openapi.ts`: writes docs/openapi.json (OpenAPI 3.1) from the server as it is built:
 * routes, guards and limits as mounted, bodies as validated, answers as typed, forms as the transition table has
 * them. The gate `generated` runs it and fails when the file was not what it writes.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contract from '@yihu/shared';
import { type Mounted, readServer } from './openapi/mounted.ts';
import { bodySchema, formSchema, type Validators } from './openapi/requests.ts';
import { Responses } from './openapi/responses.ts';
import { type Components, refTo, type Schema } from './openapi/schema.ts';

const root = join(import.meta.dirname, '..');
const sources = join(root, 'server', 'src');
const ROUTES: Record<string, contract.Route> = contract.ROUTES;

const controllers = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.controller.ts'))
  .map((file) => join(sources, file))
  .sort();
const components: Components = new Map();
const responses = new Responses(join(root, 'server', 'tsconfig.json'), controllers, components);
const { routes, validators } = await readServer(join(root, 'server', 'dist'));

/** The multipart body of the one route that takes files, which no class describes. */
const UPLOAD: Schema = {
  type: 'object',
  properties: {
    draftId: { type: 'string' },
    purpose: { type: 'string' },
    file: { type: 'string', contentMediaType: 'application/octet-stream' },
  },
  required: ['draftId', 'purpose', 'file'],
};
const ACT = 'OrdersController.act';

/** The contract's name of a mounted route. Throws Error when the contract does not have it. */
function nameOf(route: Mounted): string {
  const found = Object.entries(ROUTES).find(
    ([, each]) => each.method === route.method && each.path === route.path,
  );
  if (found === undefined) throw new Error(`${route.method} ${route.path} is not in ROUTES`);
  if (found[1].can !== route.guard)
    throw new Error(`${found[0]}: ROUTES says ${found[1].can}, the guard ${route.guard}`);
  return found[0];
}

function parametersOf(route: Mounted, fixed: Record<string, string>) {
  return route.params.flatMap(({ from, name, type }) => {
    if (from === 'path' && name !== null && !(name in fixed)) {
      return [{ name, in: 'path', required: true, schema: { type: 'string' } }];
    }
    if (from !== 'query') return [];
    if (name !== null) return [{ name, in: 'query', required: false, schema: { type: 'string' } }];
    if (type === null || type.name === 'Object') return [];
    const { properties = {}, required = [] } = bodySchema(type, validators);
    return Object.entries(properties).map(([key, schema]) => ({
      name: key,
      in: 'query',
      required: required.includes(key),
      schema,
    }));
  });
}

function bodyOf(route: Mounted, name: string, action: contract.ActionName | null) {
  if (name === 'upload') return { required: true, content: { 'multipart/form-data': { schema: UPLOAD } } };
  const body = route.params.find((param) => param.from === 'body');
  if (body === undefined || body.type === null || ['Object', 'String', 'Buffer'].includes(body.type.name))
    return null;
  const schema = bodySchema(body.type, validators);
  if (action === null) {
    components.set(body.type.name, schema);
    return { required: true, content: { 'application/json': { schema: refTo(body.type.name) } } };
  }
  const fields = formSchema(contract.TRANSITIONS[action].fields, pointSchema(validators));
  const properties = { ...schema.properties, fields };
  return { required: true, content: { 'application/json': { schema: { ...schema, properties } } } };
}

function pointSchema(known: Validators): Schema {
  const submit = routes.find(
    (route) => route.controller === 'OrdersController' && route.handler === 'submit',
  );
  const body = submit?.params.find((param) => param.from === 'body')?.type ?? null;
  const point = body === null ? null : known.nested(body, 'point');
  if (point === null) throw new Error('no body class of a point');
  return bodySchema(point, known);
}

function operationOf(route: Mounted, action: contract.ActionName | null) {
  const name = nameOf(route);
  const { schema, summary } = responses.of(route.controller, route.handler);
  const body = bodyOf(route, name, action);
  const parameters = parametersOf(route, action === null ? {} : { action });
  const answer =
    schema === null ? {} : { content: { [schema.contentMediaType ?? 'application/json']: { schema } } };
  const label = action === null ? summary : contract.TRANSITIONS[action].label;
  return {
    operationId: action === null ? name : `${name}_${action}`,
    tags: [/^\/api\/(\w+)/.exec(route.path)?.[1] ?? 'server'],
    ...(label === '' ? {} : { summary: label.split('\n')[0] }),
    'x-permission': route.guard,
    ...(route.limited === null ? {} : { 'x-rate-limit': route.limited }),
    security: route.guard === 'public' ? [] : [{ session: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === null ? {} : { requestBody: body }),
    responses: {
      '2XX': { description: '成功', ...answer },
      default: { $ref: '#/components/responses/Refusal' },
    },
  };
}

const actions = contract.ACTIONS.filter((action) =>
  contract.TRANSITIONS[action].who.some(({ relation }) => relation !== 'system'),
);

function describe(): Record<string, Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  const add = (path: string, method: string, operation: unknown) => {
    const template = path.replace(/:(\w+)/g, '{$1}');
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation };
  };
  for (const route of routes) {
    if (`${route.controller}.${route.handler}` !== ACT)
      add(route.path, route.method, operationOf(route, null));
    else
      for (const action of actions)
        add(route.path.replace(':action', action), route.method, operationOf(route, action));
  }
  return paths;
}

const sorted = <T>(entries: Iterable<[string, T]>) =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

const paths = sorted(Object.entries(describe()));
components.set('ErrorBody', {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'requestId'],
      properties: {
        code: { enum: Object.keys(contract.ERRORS).sort() },
        message: { type: 'string', description: '给人看的中文说明' },
        requestId: { type: 'string', description: '追踪号' },
        details: { type: 'object', additionalProperties: true },
      },
    },
  },
});

const document = {
  openapi: '3.1.0',
  info: {
    title: '一呼即应 (Yihu)',
    version: '0.1.0',
    description: '由 `node scripts/generate-openapi.ts` 从运行的服务生成,请勿手工修改。',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  paths,
  components: {
    securitySchemes: { session: { type: 'http', scheme: 'bearer', description: '登录后得到的会话令牌' } },
    responses: {
      Refusal: {
        description: '拒绝:代码见 ErrorBody,文字可直接给人看',
        content: { 'application/json': { schema: refTo('ErrorBody') } },
      },
    },
    schemas: sorted(components),
  },
};
writeFileSync(join(root, 'docs', 'openapi.json'), `${JSON.stringify(document, null, 2)}\n`);
