import { randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { NoticesAnswer } from '@yihu/shared';
import { Env } from '../src/config/env';
import { Notices } from '../src/modules/notifications/notices.service';
import { NotificationsModule } from '../src/modules/notifications/notifications.module';
import { type Actor, SYSTEM } from '../src/platform/auth/actor';
import { AuthGuard, hashToken, Sessions } from '../src/platform/auth/auth.guard';
import { Clock } from '../src/platform/clock';
import { CryptoModule } from '../src/platform/crypto';
import { Db } from '../src/platform/db/db';
import { FeedModule } from '../src/platform/feed';
import { ErrorFilter } from '../src/platform/http/error.filter';
import { validationPipe } from '../src/platform/http/validation';
import { Logger } from '../src/platform/logger';
import { Outbox, OutboxModule, OutboxWorker } from '../src/platform/outbox';
import { NOTIFICATION_ENTITIES } from './notifications.setup';
import { ENGINES, type SpecDatabase, specDatabase } from './spec-database';
import { StillClock } from './wechat.setup';

const RESIDENT = 'resident-token-0123456789';
const OTHER = 'another-token-0123456789';
const ADMIN = 'admin-token-0123456789';

/** Residents by token, and a system administrator. */
class SomeSessions extends Sessions {
  async actorOf(tokenHash: string): Promise<Actor | null> {
    const token = [RESIDENT, OTHER, ADMIN].find((one) => hashToken(one) === tokenHash);
    if (token === undefined) return null;
    const grants = token === ADMIN ? [{ role: 'ADMIN_SYSTEM' as const, unitId: 'u', unitPath: '/u/' }] : [];
    return { ...SYSTEM, kind: 'PERSON', personId: token.slice(0, 26), grants };
  }
}

async function appOn(db: Db): Promise<NestFastifyApplication> {
  const env = new Env({
    YIHU_SECRET_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'silent',
    WX_TEMPLATE_PROGRESS: 'template-progress',
  });
  const logger = new Logger(env);
  const platform = [
    { provide: Env, useValue: env },
    { provide: Db, useValue: db },
    { provide: Clock, useValue: new StillClock() },
    { provide: Logger, useValue: logger },
    { provide: Sessions, useValue: new SomeSessions() },
  ];
  @Global()
  @Module({ providers: platform, exports: platform.map(({ provide }) => provide) })
  class PlatformModule {}
  const module = await Test.createTestingModule({
    imports: [FeedModule, PlatformModule, CryptoModule, OutboxModule, NotificationsModule],
    providers: [
      { provide: APP_GUARD, useClass: AuthGuard },
      { provide: APP_FILTER, useValue: new ErrorFilter(logger) },
    ],
  }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  app.useGlobalPipes(validationPipe());
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

describe.each(ENGINES)('notices, subscriptions and outbox over HTTP on %s', (_, url) => {
  let database: SpecDatabase;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    database = await specDatabase(url, NOTIFICATION_ENTITIES);
    app = await appOn(database.db);
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  async function call(method: 'GET' | 'POST', path: string, token: string | null, payload?: object) {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    const answer = await app.inject({
      method,
      url: path,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: answer.statusCode, body: answer.json() };
  }
  const codeOf = async (...args: Parameters<typeof call>) => {
    const { status, body } = await call(...args);
    return [status, body.error?.code];
  };

  it('shows, counts and marks the own messages only', async () => {
    const notices = app.get(Notices);
    await database.db.inTransaction((tx) =>
      notices.tell(tx, {
        eventRef: 'O:1',
        orderId: 'O',
        orderNo: 'NQ20261122-0001',
        recipients: [{ personId: RESIDENT.slice(0, 26) }],
        phrase: '已受理',
        thing: '热线办已受理',
        templateKind: 'progress',
        title: '楼道堆物',
        page: 'resident/order/index?id=O',
        now: '2026-11-22T06:00:00.000Z',
      }),
    );
    const { status, body } = await call('GET', '/api/notices', RESIDENT);
    const { items, next } = body as NoticesAnswer;
    expect([status, next]).toEqual([200, null]);
    expect(items).toEqual([
      {
        id: expect.any(String),
        orderId: 'O',
        phrase: '已受理',
        thing: '热线办已受理',
        title: '楼道堆物',
        page: 'resident/order/index?id=O',
        at: '2026-11-22T06:00:00.000Z',
        read: false,
      },
    ]);
    const path = `/api/notices/${items[0]?.id}/read`;
    expect(await codeOf('POST', path, OTHER)).toEqual([404, 'NOT_FOUND']);
    expect((await call('GET', '/api/notices/unread-count', RESIDENT)).body).toEqual({ unread: 1 });
    expect(await call('POST', path, RESIDENT)).toEqual({ status: 200, body: { read: 1 } });
    expect((await call('POST', '/api/notices/read-all', RESIDENT)).body).toEqual({ read: 0 });
    expect((await call('GET', '/api/notices?limit=1', OTHER)).body).toEqual({ items: [], next: null });
  });

  it.each(['limit=0', 'limit=x', 'limit=101', 'before=1', 'what=1'])(
    'refuses the query %s',
    async (query) => {
      expect(await codeOf('GET', `/api/notices?${query}`, RESIDENT)).toEqual([400, 'FIELD_INVALID']);
    },
  );

  it('takes the report of a tap', async () => {
    const results = { 'template-progress': 'accept' };
    const subscriptions = [
      {
        kind: 'progress',
        templateId: 'template-progress',
        title: '办理进度提醒',
        remaining: 1,
        longTerm: false,
      },
    ];
    const answer = await call('POST', '/api/subscriptions/taps', RESIDENT, { tapId: 'tap-000001', results });
    expect(answer).toEqual({ status: 200, body: { subscriptions } });
    expect((await call('GET', '/api/subscriptions', RESIDENT)).body).toEqual({ subscriptions });
  });

  it.each([
    [{}, 'FIELD_INVALID'],
    [{ results: [] }, 'FIELD_INVALID'],
    [{ results: { a: 1 } }, 'FIELD_INVALID'],
    [{ results: { 'a b': 'accept' } }, 'FIELD_INVALID'],
    [{ results: { nobody: 'accept' } }, 'SUBSCRIPTION_UNKNOWN'],
    [{ results: { __proto__x: 'accept' }, more: 1 }, 'FIELD_INVALID'],
  ])('refuses the report %j', async (body, code) => {
    expect(await codeOf('POST', '/api/subscriptions/taps', RESIDENT, body)).toEqual([400, code]);
  });

  it('lets only the administrator see and replay failed effects', async () => {
    await database.db.inTransaction((tx) =>
      app.get(Outbox).add(tx, {
        topic: 'wechat.subscribe',
        effectKey: 'x',
        subjectId: 's',
        payload: { kind: 'no' },
        now: '2026-11-22T06:00:00.000Z',
      }),
    );
    await database.db.inTransaction((tx) =>
      tx.execute(`UPDATE outbox SET state = 'DEAD' WHERE effect_key = 'x'`),
    );
    expect(await codeOf('GET', '/api/admin/outbox', null)).toEqual([401, 'NOT_SIGNED_IN']);
    expect(await codeOf('GET', '/api/admin/outbox', RESIDENT)).toEqual([403, 'FORBIDDEN']);
    expect(await codeOf('GET', '/api/admin/outbox?state=NONE', ADMIN)).toEqual([400, 'FIELD_INVALID']);
    const { items } = (await call('GET', '/api/admin/outbox', ADMIN)).body;
    expect(items).toMatchObject([{ topic: 'wechat.subscribe', state: 'DEAD' }]);
    expect(items[0]).not.toHaveProperty('payload');
    const path = `/api/admin/outbox/${items[0].id}/replay`;
    expect(await codeOf('POST', path, RESIDENT)).toEqual([403, 'FORBIDDEN']);
    expect(await call('POST', path, ADMIN)).toEqual({
      status: 200,
      body: { id: items[0].id, state: 'READY' },
    });
    expect(await codeOf('POST', path, ADMIN)).toEqual([409, 'OUTBOX_NOT_DEAD']);
    // The application has signed its sender up: the replayed job, whose notice does not exist, is done.
    expect(await app.get(OutboxWorker).tick('2026-11-22T07:00:00.000Z')).toBe(1);
    expect((await call('GET', '/api/admin/outbox?state=DONE', ADMIN)).body.items).toHaveLength(1);
  });
});
