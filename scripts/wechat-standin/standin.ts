/**
 * A local stand-in of api.weixin.qq.com: the same paths, checks, codes and wire formats, for development, tests and
 * demonstration. Loopback only; refuses to run in production. Another part of the platform is one more file in
 * features/ and one line in `featuresOf`.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createControl } from './control.ts';
import { createFaults, type Fault, Faults, replacement } from './faults.ts';
import { ControlError, type Deps, type Feature, type Route } from './feature.ts';
import { createCodes } from './features/codes.ts';
import { createImageCheck } from './features/image-check.ts';
import { createLogin } from './features/login.ts';
import { createOperations } from './features/operations.ts';
import { createPhone } from './features/phone.ts';
import { createRetired } from './features/retired.ts';
import { createSubscribe, Outbox } from './features/subscribe.ts';
import { createTap } from './features/tap.ts';
import { createTemplates } from './features/templates.ts';
import { createTextCheck } from './features/text-check.ts';
import { createToken, Tokens } from './features/token.ts';
import { Ledger } from './ledger.ts';
import { messagesHtml, pageHtml } from './page.ts';
import { Pusher, type PushTarget } from './push.ts';
import { type Answer, bodyOf, type Call, errorAnswer, WxFail } from './wire.ts';
import { type UserSeed, World } from './world.ts';

export interface StandinOptions {
  /** 0 takes any free port. */
  port: number;
  appId: string;
  secret: string;
  /** Milliseconds since 1970; the true clock unless given. */
  now?: () => number;
  push?: PushTarget;
  users?: UserSeed[];
  /** Address of the H5 build, for the links on the page for people. */
  appUrl?: string;
}

export interface Standin {
  url: string;
  port: number;
  close(): Promise<void>;
}

const CONTROL = '/__test__/';
const MAX_BODY_BYTES = 1_048_576;

interface Parts extends Deps {
  tokens: Tokens;
  faults: Faults;
  outbox: Outbox;
  features: Feature[];
  appUrl: string;
}

function featuresOf(deps: Deps, tokens: Tokens, faults: Faults, outbox: Outbox): Feature[] {
  const ledger = new Ledger();
  const features: Feature[] = [
    createLogin(deps),
    createToken(deps, tokens),
    createTemplates(),
    createSubscribe(deps, ledger, outbox),
    createTap(deps, ledger),
    createTextCheck(deps),
    createImageCheck(deps),
    createPhone(deps),
    createCodes(deps),
    createOperations(deps),
    createRetired(),
    createFaults(faults),
  ];
  const forgetAll = () => {
    for (const feature of features) feature.reset();
    deps.world.reset();
    deps.pusher.reset();
  };
  return [...features, createControl(deps, forgetAll)];
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new ControlError('body too large', 413);
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks).toString('utf8');
  return { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, body };
}

/** The endpoint for a path; a known path with the other method is 43001/43002. */
function routeFor(features: Feature[], call: Call): Route | null {
  const routes = features.flatMap((feature) => feature.routes).filter((route) => route.path === call.path);
  const route = routes.find(({ method }) => method === call.method);
  if (!route && routes.length > 0) throw new WxFail(routes[0]?.method === 'POST' ? 43002 : 43001);
  return route ?? null;
}

const NOT_FOUND: Answer = { status: 404, contentType: 'text/plain', body: 'not found' };

async function runApi(parts: Parts, call: Call, fault: Fault): Promise<Answer> {
  try {
    const instead = replacement(fault);
    if (instead) return instead;
    const route = routeFor(parts.features, call);
    if (!route) return NOT_FOUND;
    if (route.needsToken) parts.tokens.check(call.query.get('access_token'));
    return await route.run(call);
  } catch (error) {
    if (error instanceof WxFail) return errorAnswer(call.path, error, parts.world.nowMs());
    throw error;
  }
}

/** A control call: query or JSON body in, JSON out. */
async function runControl(parts: Parts, call: Call): Promise<Answer> {
  const name = call.path.slice(CONTROL.length);
  const route = parts.features
    .flatMap((feature) => feature.controls)
    .find((control) => control.name === name && control.method === call.method);
  if (!route) throw new ControlError(`no such control: ${call.method} ${name}`, 404);
  const empty = call.method === 'GET' || call.body === '';
  const result = await route.run(empty ? Object.fromEntries(call.query) : bodyOf(call));
  return {
    status: 200,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(result ?? null),
  };
}

function runPage(parts: Parts, call: Call): Answer | null {
  const contentType = 'text/html; charset=utf-8';
  const users = [...parts.world.users.values()];
  const render = { '/': pageHtml, '/messages': messagesHtml }[call.path];
  if (call.method !== 'GET' || !render) return null;
  return { status: 200, contentType, body: render(users, parts.outbox.sent, parts.appUrl) };
}

async function handle(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const call = await readCall(request);
  const page = runPage(parts, call);
  if (page) return write(response, page);
  if (call.path.startsWith(CONTROL)) return write(response, await runControl(parts, call));
  const fault = parts.faults.next(call.path) ?? {};
  if (fault.drop) return void request.socket.destroy();
  const answer = await runApi(parts, call, fault);
  if (fault.delayMs) await wait(fault.delayMs, undefined, { ref: false });
  if (fault.dropAfter) return void request.socket.destroy();
  write(response, answer);
}

function write(response: ServerResponse, answer: Answer): void {
  if (response.destroyed) return;
  response.writeHead(answer.status, { 'content-type': answer.contentType, 'cache-control': 'no-store' });
  response.end(answer.body);
}

/** Control mistakes are told; anything else is a fault of the stand-in itself. */
function writeError(response: ServerResponse, error: unknown): void {
  const asked = error instanceof ControlError || error instanceof WxFail;
  const status = error instanceof ControlError ? error.status : asked ? 400 : 500;
  const message = error instanceof Error ? error.message : String(error);
  write(response, { status, contentType: 'application/json', body: JSON.stringify({ error: message }) });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** Starts the stand-in on 127.0.0.1. Throws in production and when the port is taken. */
export async function startStandin(options: StandinOptions): Promise<Standin> {
  if (process.env.NODE_ENV === 'production')
    throw new Error('the WeChat stand-in does not run in production');
  const world = new World(options.appId, options.secret, options.now ?? Date.now, options.users ?? []);
  const pusher = new Pusher(world, options.push ?? null);
  const deps: Deps = { world, pusher };
  const tokens = new Tokens(world);
  const faults = new Faults();
  const outbox = new Outbox();
  const features = featuresOf(deps, tokens, faults, outbox);
  const parts: Parts = { ...deps, tokens, faults, outbox, features, appUrl: options.appUrl ?? '' };
  const server = createServer((request, response) => {
    handle(parts, request, response).catch((error: unknown) => writeError(response, error));
  });
  const port = await listen(server, options.port);
  const close = async () => {
    pusher.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}`, port, close };
}
