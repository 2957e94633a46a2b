import { randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { addMinutes, type Instant, type StreetGridsAnswer } from '@yihu/shared';
import { Env } from '../src/config/env';
import {
  OutlineEntity,
  PersonEntity,
  PolicyEntity,
  RoleGrantEntity,
  UnitEntity,
} from '../src/modules/directory/directory.entity';
import { DirectoryModule } from '../src/modules/directory/directory.module';
import { DirectoryService } from '../src/modules/directory/directory.service';
import { directoryStore } from '../src/modules/directory/directory.store';
import type { Actor } from '../src/platform/auth/actor';
import { AuthGuard, hashToken, Sessions } from '../src/platform/auth/auth.guard';
import { Clock } from '../src/platform/clock';
import { Db } from '../src/platform/db/db';
import { ErrorFilter } from '../src/platform/http/error.filter';
import { validationPipe } from '../src/platform/http/validation';
import { newId } from '../src/platform/ids';
import { Logger } from '../src/platform/logger';
import { DEMO_PERSONS, DEMO_STREET_CODE, demoId, seedDemo } from '../src/seed';
import { ENGINES, type SpecDatabase, specDatabase } from './spec-database';

const T0: Instant = '2026-11-22T06:00:00.000Z';
const STREET = demoId('UNIT', 1);
const CLERK = 'clerk-token-0123456789';
const STRANGER = 'stranger-token-0123456789';
const RESIDENT = 'resident-token-0123456789';

class SetClock extends Clock {
  at: Instant = T0;
  now(): Instant {
    return this.at;
  }
}

/** People by token: a clerk of the demo street, a clerk of another street, a resident. */
class ThreeSessions extends Sessions {
  private readonly actors = new Map(
    [
      { token: CLERK, grants: [{ role: 'CLERK' as const, unitId: 'u', unitPath: `/${STREET}/office/` }] },
      { token: STRANGER, grants: [{ role: 'CLERK' as const, unitId: 'u', unitPath: '/ELSEWHERE/office/' }] },
      { token: RESIDENT, grants: [] },
    ].map(({ token, grants }): [string, Actor] => [
      hashToken(token),
      {
        kind: 'PERSON',
        personId: token,
        name: token,
        staff: grants.length > 0,
        grants,
        rootId: null,
        sessionHash: hashToken(token),
      },
    ]),
  );
  async actorOf(tokenHash: string): Promise<Actor | null> {
    return this.actors.get(tokenHash) ?? null;
  }
}

async function appOn(db: Db, clock: Clock): Promise<NestFastifyApplication> {
  const env = new Env({ YIHU_SECRET_KEY: randomBytes(32).toString('base64'), LOG_LEVEL: 'silent' });
  const logger = new Logger(env);
  const platform = [
    { provide: Db, useValue: db },
    { provide: Clock, useValue: clock },
    { provide: Logger, useValue: logger },
    { provide: Sessions, useValue: new ThreeSessions() },
  ];
  @Global()
  @Module({ providers: platform, exports: platform.map(({ provide }) => provide) })
  class PlatformModule {}
  const module = await Test.createTestingModule({
    imports: [PlatformModule, DirectoryModule],
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

describe.each(ENGINES)('directory on %s', (_, url) => {
  let database: SpecDatabase;
  let app: NestFastifyApplication;
  let directory: DirectoryService;
  const clock = new SetClock();

  beforeAll(async () => {
    database = await specDatabase(url, [
      UnitEntity,
      OutlineEntity,
      PersonEntity,
      RoleGrantEntity,
      PolicyEntity,
    ]);
    expect(await database.db.inTransaction((tx) => seedDemo(tx, T0))).toBe(true);
    app = await appOn(database.db, clock);
    directory = app.get(DirectoryService);
  });
  afterAll(async () => {
    await app?.close();
    await database?.close();
  });

  async function get(path: string, headers: Record<string, string> = {}) {
    const answer = await app.inject({ method: 'GET', url: path, headers });
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: answer.body === '' ? null : answer.json(),
    };
  }
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('seeds once, with a role for every member of staff', async () => {
    expect(await database.db.inTransaction((tx) => seedDemo(tx, T0))).toBe(false);
    const grants = await database.db.read<{ role: string; code: string; name: string }>(
      `SELECT g.role, u.code, p.name FROM role_grant g
         JOIN unit u ON u.id = g.unit_id JOIN person p ON p.id = g.person_id`,
    );
    const wanted = DEMO_PERSONS.filter((person) => person.unitCode !== null);
    expect(grants).toHaveLength(wanted.length);
    expect(grants).toEqual(
      expect.arrayContaining(wanted.map(({ role, unitCode, name }) => ({ role, code: unitCode, name }))),
    );
  });

  it('lists the streets to anybody', async () => {
    const { status, body } = await get('/api/streets');
    expect([status, body]).toEqual([
      200,
      {
        streets: [
          {
            id: STREET,
            kind: 'STREET',
            code: DEMO_STREET_CODE,
            name: '合肥市蜀山区南七街道',
            shortName: '南七街道',
            officePhone: '0551-00012345',
            center: { lat: 31.8395, lng: 117.24494, datum: 'WGS84' },
          },
        ],
      },
    ]);
  });

  it('draws the grids, says they are 示意, and answers 304 to who has them', async () => {
    const first = await get(`/api/streets/${STREET}/grids`);
    const answer = first.body as StreetGridsAnswer;
    expect([first.status, answer.datum, answer.grids.length]).toEqual([200, 'WGS84', 18]);
    expect(answer.grids[0]).toMatchObject({
      code: 'NQ-DX-01',
      name: '丁香社区01网格',
      community: { name: '丁香社区' },
      note: '示意',
    });
    const etag = String(first.headers.etag);
    const again = await get(`/api/streets/${STREET}/grids`, { 'if-none-match': `W/${etag}, "other"` });
    expect([again.status, again.body]).toEqual([304, null]);
    const shifted = await get(`/api/streets/${STREET}/grids?datum=GCJ02`, { 'if-none-match': etag });
    expect(shifted.status).toBe(200);
    const [there, here] = [shifted.body, first.body].map(
      (body) => (body as StreetGridsAnswer).grids[0]?.outline.coordinates[0]?.[0]?.[0] ?? [0, 0],
    ) as [number[], number[]];
    expect((there[0] as number) - (here[0] as number)).toBeGreaterThan(0.004);
    expect((await get('/api/streets/NOBODY/grids')).body.error.code).toBe('NOT_FOUND');
    expect((await get(`/api/streets/${STREET}/grids?datum=BD09`)).body.error.code).toBe('FIELD_INVALID');
  });

  it('says which grid a point is in, in either datum, and says 辖区外 without losing the point', async () => {
    const inside = await get('/api/places/locate?lat=31.8395&lng=117.2334&datum=WGS84');
    expect([inside.status, inside.body]).toMatchObject([
      200,
      {
        inside: true,
        note: '示意',
        wgs84: { lat: 31.8395, lng: 117.2334 },
        grid: { code: 'NQ-DX-01', shortName: '丁香01网格' },
        community: { code: '340104004001' },
        street: { code: DEMO_STREET_CODE },
      },
    ]);
    // The same corner of the earth as a WeChat map names it: about 540 m to the east and south.
    const shifted = await get('/api/places/locate?lat=31.837493&lng=117.238881&datum=GCJ02');
    expect(shifted.body).toMatchObject({ inside: true, grid: { code: 'NQ-DX-01' } });
    const taken = await get('/api/places/locate?lat=31.837493&lng=117.238881&datum=WGS84');
    expect(taken.body).toMatchObject({ inside: true, grid: { code: 'NQ-DX-02' } });
    expect((await get('/api/places/locate?lat=31.7&lng=117.2&datum=WGS84')).body).toEqual({
      inside: false,
      wgs84: { lat: 31.7, lng: 117.2 },
    });
  });

  it.each([
    ['lat=&lng=117&datum=WGS84', 'FIELD_INVALID'],
    ['lat=31.8&lng=117&datum=', 'FIELD_INVALID'],
    ['lat=31.8&datum=WGS84', 'FIELD_INVALID'],
    ['lat=1e1&lng=117&datum=WGS84', 'FIELD_INVALID'],
    ['lat=NaN&lng=117&datum=WGS84', 'FIELD_INVALID'],
    ['lat=31&lat=32&lng=117&datum=WGS84', 'FIELD_INVALID'],
    ['lat=31.8&lng=117&datum=WGS84&radius=5', 'FIELD_INVALID'],
    ['lat=117.2&lng=31.8&datum=WGS84', 'PLACE_OUT_OF_RANGE'],
    ['lat=31.8&lng=181&datum=GCJ02', 'PLACE_OUT_OF_RANGE'],
  ])('refuses ?%s with %s', async (query, code) => {
    const { status, body } = await get(`/api/places/locate?${query}`);
    expect([status, body.error.code]).toEqual([400, code]);
  });

  it('reads a sticker however it is typed', async () => {
    for (const typed of ['NQ-DX-01', 'nq-dx-01', encodeURIComponent(' NQ-DX-01 ')]) {
      const { status, body } = await get(`/api/places/codes/${typed}`);
      expect([status, body]).toMatchObject([
        200,
        { grid: { code: 'NQ-DX-01' }, community: { name: '丁香社区' }, center: { datum: 'WGS84' } },
      ]);
    }
    const unknown = await get('/api/places/codes/NQ-XX-99');
    expect([unknown.status, unknown.body.error.message]).toEqual([
      404,
      '没有找到网格编号「NQ-XX-99」,请核对张贴的编号',
    ]);
  });

  it('names the dispatch choices to staff of the street only', async () => {
    const path = `/api/streets/${STREET}/units`;
    const { status, body } = await get(path, bearer(CLERK));
    expect(status).toBe(200);
    const kinds = new Set(body.units.map((unit: { kind: string }) => unit.kind));
    expect([...kinds].sort()).toEqual([
      'COMMUNITY',
      'EXTERNAL',
      'GRID',
      'MEDIATION_POINT',
      'SECTION',
      'SERVICE_POINT',
      'TASK_FORCE',
    ]);
    expect(body.units).toHaveLength(6 + 5 + 18 + 7);
    const codes = [
      (await get(path)).body.error.code,
      (await get(path, bearer(RESIDENT))).body.error.code,
      (await get(path, bearer(STRANGER))).body.error.code,
    ];
    expect(codes).toEqual(['NOT_SIGNED_IN', 'FORBIDDEN', 'NOT_FOUND']);
  });

  it('answers the other modules', () => {
    const grid = directory.gridByCode('NQ-HG-02')?.grid.id ?? '';
    expect(directory.communityOf(grid).name).toBe('洪岗社区');
    expect(directory.officeOf(STREET).short_name).toBe('热线办');
    expect(directory.findUnitByCode(STREET, 'NQ-CG')?.short_name).toBe('城管科');
    expect(directory.unitsUnder(directory.communityOf(grid).id)).toHaveLength(5);
    expect(() => directory.unit('nobody')).toThrow('没有找到这个单位');
    const facts = {
      classCode: '100103',
      requestType: 'COMPLAINT',
      confidentiality: 'SURNAME',
      partyKind: 'PERSON',
    } as const;
    expect(directory.route(STREET, facts, grid)).toMatchObject({
      to: 'GRID',
      unitId: grid,
      autoDispatch: true,
    });
    expect(directory.route(STREET, { ...facts, classCode: '020101' }, grid)).toMatchObject({
      to: 'COMMUNITY',
      unitId: directory.communityOf(grid).id,
    });
    expect(directory.route(STREET, facts, null)).toMatchObject({
      to: 'DESK',
      unitId: null,
      autoAccept: false,
    });
    expect(directory.route('a street without a list', facts, grid)).toMatchObject({ to: 'DESK', row: 1 });
  });

  it('sees what another process changed, and an outline when its time has come', async () => {
    const grid = directory.gridByCode('NQ-DX-01')?.grid.id ?? '';
    const code = () => {
      const place = directory.locate({ lat: 31.7, lng: 117.2, datum: 'WGS84' });
      return place.inside ? place.grid.code : null;
    };
    const before = directory.version;
    const other = await database.another();
    const ring = [
      [117.19, 31.69],
      [117.21, 31.69],
      [117.21, 31.71],
      [117.19, 31.71],
      [117.19, 31.69],
    ];
    await other.inTransaction((tx) =>
      directoryStore.insertOutlines(tx, [
        {
          id: newId(),
          unit_id: grid,
          version: 2,
          effective_at: addMinutes(T0, 60),
          datum: 'WGS84',
          geojson: JSON.stringify({ type: 'Polygon', coordinates: [ring] }),
          note: null,
        },
      ]),
    );
    await directory.refresh();
    expect([code(), directory.version === before]).toEqual([null, false]);
    clock.at = addMinutes(T0, 60);
    await directory.refresh();
    expect(code()).toBe('NQ-DX-01');
    await other.inTransaction((tx) =>
      tx.execute('UPDATE unit SET active = 0, version = version + 1 WHERE id = ?', [grid]),
    );
    await directory.refresh();
    expect([code(), directory.gridByCode('NQ-DX-01')]).toEqual([null, null]);
  });

  it('keeps working when a stored outline or duty list cannot be used', async () => {
    const grid = directory.gridByCode('NQ-DX-02')?.grid.id ?? '';
    await database.db.inTransaction(async (tx) => {
      await directoryStore.insertOutlines(tx, [
        {
          id: newId(),
          unit_id: grid,
          version: 2,
          effective_at: T0,
          datum: 'WGS84',
          geojson: '{"type":"Polygon"',
          note: null,
        },
      ]);
      await directoryStore.insertPolicies(tx, [
        {
          id: newId(),
          unit_id: STREET,
          kind: 'route',
          name: 'duty-list',
          version: 2,
          effective_at: T0,
          body: '[{"when":{}}]',
          author_id: null,
        },
      ]);
    });
    await directory.reload();
    expect(directory.locate({ lat: 31.8395, lng: 117.2375, datum: 'WGS84' }).inside).toBe(false);
    expect(directory.locate({ lat: 31.8395, lng: 117.2425, datum: 'WGS84' }).inside).toBe(true);
    const facts = {
      classCode: '100103',
      requestType: 'COMPLAINT',
      confidentiality: 'SURNAME',
      partyKind: 'PERSON',
    } as const;
    expect(directory.route(STREET, facts, grid)).toMatchObject({
      to: 'DESK',
      autoAccept: false,
      reason: '职责清单暂不可用,由热线办研判',
    });
  });
});
