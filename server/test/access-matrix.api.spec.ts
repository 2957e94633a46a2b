import { Agent, request } from 'node:http';
import {
  ACTIONS,
  type ActionName,
  addMinutes,
  ROLE_PERMISSIONS,
  ROLES,
  ROUTES,
  type Role,
  type Route,
  type RouteName,
  TRANSITIONS,
} from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { FIRE_STAIRS, file, IN_DX01, MONDAY, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';

const LISTED = Object.entries(ROUTES) as [RouteName, Route][];
const GUARDED = LISTED.filter(([, route]) => route.can !== 'public');
const ROLE_NAMES = Object.keys(ROLES) as Role[];
const BOGUS = '01KAJ0000000000000000ZZZZZ';

/** Who signs in for a role; roles the demo has nobody for are lent to somebody (and where they are granted). */
const PLAYED_BY: Record<Role, string> = {
  RESIDENT: 'li',
  GRID_WORKER: 'grid-zhang',
  GRID_HEAD: 'grid-he',
  COMMUNITY_HEAD: 'head-dx',
  SECTION_HANDLER: 'sec-cg',
  UNIT_HEAD: 'sec-sj',
  CLERK: 'desk-chen',
  SUPERVISOR: 'sup-ye',
  VISITOR: 'vis-lin',
  MEDIATOR: 'med-lu',
  DEPUTY: 'dep-bai',
  LINE_READER: 'zb-qian',
  LEADER_DEPUTY: 'lead-fan',
  LEADER_MAIN: 'lead-peng',
  ADMIN_SYSTEM: 'admin-sys',
  ADMIN_SECURITY: 'admin-sec',
  ADMIN_AUDIT: 'admin-audit',
};
const LENT: readonly Role[] = ['GRID_HEAD', 'UNIT_HEAD', 'LINE_READER'];

interface Answer {
  status: number;
  code: string | null;
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** The path goes out byte for byte: fetch would tidy `//`, `/./` and `%2e` away. */
function send(
  app: TestApp,
  method: string,
  path: string,
  token: string | null,
  body: unknown = {},
): Promise<Answer> {
  const { hostname, port } = new URL(app.url);
  const bytes = ['POST', 'PUT', 'PATCH'].includes(method) ? Buffer.from(JSON.stringify(body)) : null;
  const headers: Record<string, string | number> =
    bytes === null ? {} : { 'content-type': 'application/json', 'content-length': bytes.length };
  if (token !== null) headers.authorization = `Bearer ${token}`;
  return new Promise((done, failed) => {
    const call = request({ agent, hostname, port, method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        done({ status: response.statusCode ?? 0, code: codeOf(Buffer.concat(chunks)) }),
      );
    });
    call.on('error', failed);
    call.end(bytes ?? undefined);
  });
}

function codeOf(bytes: Buffer): string | null {
  try {
    return (JSON.parse(bytes.toString()) as { error?: { code?: string } }).error?.code ?? null;
  } catch {
    return null;
  }
}

const filled = (path: string) => path.replace(':action', 'sign').replace(/:\w+/g, BOGUS);

/** Other ways to write an address that a careless router may take for the same or for none of the guard's business. */
function variantsOf({ method, path }: Route): [string, string][] {
  const plain = filled(path);
  const last = plain.lastIndexOf('/');
  const inside = `${plain.slice(0, last)}/%2e${plain.slice(last)}`;
  const forms = [
    `${plain}/`,
    `${plain}//`,
    `/${plain}`,
    `${plain.slice(0, last)}/${plain.slice(last)}`,
    `${plain};x=1`,
    `${plain}/.`,
    `${plain}%2f`,
    `${plain}%00`,
    `${plain}%20`,
    inside,
    `/x/..${plain}`,
    `/x/%2e%2e${plain}`,
    `//evil.example${plain}`,
    plain.toUpperCase(),
    plain.replace('/api', '/API'),
    `${plain}?_method=GET`,
    `${plain}#x`,
  ];
  const others = ['HEAD', 'OPTIONS', 'PUT', 'PATCH'].map((verb): [string, string] => [verb, plain]);
  return [...forms.map((form): [string, string] => [method, form]), ...others];
}

async function playRoles(app: TestApp): Promise<void> {
  const [office] = await app.db.read<{ id: string }>("SELECT id FROM unit WHERE kind = 'HOTLINE_OFFICE'");
  for (const role of LENT) {
    const { personId } = await app.as(PLAYED_BY[role]);
    await app.db.inTransaction((tx) =>
      role === 'VISITOR'
        ? tx.execute('UPDATE role_grant SET role = ?, unit_id = ? WHERE person_id = ?', [
            role,
            office?.id ?? '',
            personId,
          ])
        : tx.execute('UPDATE role_grant SET role = ? WHERE person_id = ?', [role, personId]),
    );
  }
}

async function tokenOf(app: TestApp, code: string): Promise<string> {
  const response = await fetch(`${app.url}/api/session/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  return ((await response.json()) as { token: string }).token;
}

describe.each(ENGINES)('who may what, on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
    await playRoles(app);
  });
  afterAll(async () => {
    agent.destroy();
    await app.close();
  });

  describe('route × role', () => {
    it.each(ROLE_NAMES)('%s', async (role) => {
      // Everybody may what a resident may (her own things); the rest is the role's.
      const mayAll = new Set<string>([...ROLE_PERMISSIONS.RESIDENT, ...ROLE_PERMISSIONS[role]]);
      const wrong: string[] = [];
      let token = await tokenOf(app, PLAYED_BY[role]);
      for (const [name, route] of GUARDED) {
        const { status, code } = await send(app, route.method, filled(route.path), token);
        const isRefused = status === 403 && code === 'FORBIDDEN';
        const isHeard = !isRefused && status !== 401 && status !== 500;
        if (mayAll.has(route.can) ? !isHeard : !isRefused) wrong.push(`${name}: ${status} ${code}`);
        if (name === 'signOut') token = await tokenOf(app, PLAYED_BY[role]);
      }
      expect(wrong).toEqual([]);
    });

    it('somebody without a session: 401, whatever she sends as one', async () => {
      const tokens = [null, '', 'null', 'x'.repeat(43), `${'x'.repeat(43)}' OR '1'='1`, 'x'.repeat(4000)];
      const wrong: string[] = [];
      for (const [name, route] of GUARDED) {
        for (const token of tokens) {
          const { status, code } = await send(app, route.method, filled(route.path), token);
          if (status !== 401) wrong.push(`${name} with ${token?.slice(0, 8)}: ${status} ${code}`);
        }
      }
      expect(wrong).toEqual([]);
    });

    it('somebody whose session has ended: 401, and what she was told is to sign in again', async () => {
      const token = await tokenOf(app, 'desk-chen');
      app.clock.set(addMinutes(MONDAY, 400 * 24 * 60));
      const answers = await Promise.all(
        GUARDED.map(([, route]) => send(app, route.method, filled(route.path), token)),
      );
      app.clock.set(MONDAY);
      expect(answers.filter(({ status, code }) => status !== 401 || code !== 'SESSION_EXPIRED')).toEqual([]);
    });

    it('somebody who signed out: 401 from then on', async () => {
      const token = await tokenOf(app, 'desk-chen');
      expect((await send(app, 'GET', ROUTES.desk.path, token)).status).toBe(200);
      expect((await send(app, ROUTES.signOut.method, ROUTES.signOut.path, token)).status).toBeLessThan(300);
      expect((await send(app, 'GET', ROUTES.desk.path, token)).status).toBe(401);
    });
  });

  describe('path variants', () => {
    it.each(GUARDED)('%s is reached by no other spelling', async (_name, route) => {
      const may = ROLE_PERMISSIONS.RESIDENT.includes(route.can as never);
      const resident = may ? null : await tokenOf(app, 'li');
      const wrong: string[] = [];
      for (const [method, path] of variantsOf(route)) {
        for (const token of [null, ...(resident === null ? [] : [resident])]) {
          const { status } = await send(app, method, path, token);
          // Bad addresses are refused, unknown ones not found; nothing is served and nothing falls over.
          if (status < 400 || status >= 500) wrong.push(`${method} ${path}: ${status}`);
        }
      }
      expect(wrong).toEqual([]);
    });
  });

  describe('rows', () => {
    const STRANGERS = [
      'wang',
      'grid-sun',
      'grid-zheng',
      'head-dg',
      'sec-cg',
      'admin-sys',
      'admin-sec',
      'admin-audit',
    ];
    let orderId: string;
    beforeAll(async () => {
      orderId = (await file(app)).orderId;
    });

    it.each(STRANGERS)('do not exist for %s', async (code) => {
      const token = await tokenOf(app, code);
      const get = (path: string) => send(app, 'GET', path, token);
      const known = await get(`/api/orders/${orderId}`);
      expect(known).toEqual({ status: 404, code: 'NOT_FOUND' });
      // Nothing tells an order of others from one that never was.
      expect(known).toEqual(await get(`/api/orders/${BOGUS}`));
      for (const action of ['sign', 'accept', 'withdraw', 'note']) {
        const form =
          action === 'note' ? { note: '看看' } : action === 'withdraw' ? { reasonCode: 'OTHER' } : {};
        const body = { commandId: newId(), version: 3, fields: form };
        const path = `/api/orders/${orderId}/actions/${action}`;
        expect([action, await send(app, 'POST', path, token, body)]).toEqual([
          action,
          { status: 404, code: 'NOT_FOUND' },
        ]);
      }
      const contact = await send(app, 'POST', `/api/orders/${orderId}/contact`, token, {
        reason: '核实情况',
      });
      expect([403, 404]).toContain(contact.status);
    });

    it.each(STRANGERS)('are in no list of %s', async (code) => {
      const token = await tokenOf(app, code);
      for (const path of [ROUTES.myOrders.path, ROUTES.myTasks.path, `${ROUTES.desk.path}?view=TO_SIGN`]) {
        const response = await fetch(`${app.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
        expect(await response.text()).not.toContain(orderId);
      }
    });

    it.each(['li', 'grid-zhang', 'head-dx', 'desk-chen', 'lead-fan'])('are seen by %s', async (code) => {
      expect((await send(app, 'GET', `/api/orders/${orderId}`, await tokenOf(app, code))).status).toBe(200);
    });

    it('show the number to nobody who may not ask for it', async () => {
      for (const code of ['li', 'lead-fan']) {
        const path = `/api/orders/${orderId}/contact`;
        expect(await send(app, 'POST', path, await tokenOf(app, code), { reason: '核实情况' })).toEqual({
          status: 403,
          code: 'FORBIDDEN',
        });
      }
    });
  });

  describe('edges', () => {
    const TEXT = '丁香01网格已清走6辆电动车并张贴提示';
    const FORMS: Partial<Record<ActionName, Record<string, unknown>>> = {
      addInfo: { text: '在东门' },
      withdraw: { reasonCode: 'OTHER' },
      rate: { solved: 'YES' },
      dispute: { reasonCode: 'NOT_SOLVED' },
      disputeAgain: { reasonCode: 'NOT_SOLVED' },
      decline: {
        reasonCode: 'OTHER_STREET',
        legalGround: '属地管理',
        whereToGo: '三里庵街道',
        publicText: TEXT,
      },
      classify: { classCode: FIRE_STAIRS },
      askInfo: { question: '请拍一张入口的照片' },
      dispatch: { leadUnitId: BOGUS },
      takeBack: { reason: '派错了' },
      sendBack: { reason: '照片不清' },
      approve: { publicText: TEXT },
      tell: { way: 'PHONE', reached: true },
      rework: { reason: '又堵上了' },
      close: { reason: '电话回访' },
      contact: { way: 'PHONE', reached: true },
      arrive: { point: IN_DX01 },
      progress: { publicText: TEXT },
      note: { note: '请留意' },
      reply: { outcome: 'SOLVED', publicText: TEXT },
      restrict: { confidentiality: 'DESK_ONLY' },
      transcribe: { transcript: '三号楼楼道堆了东西' },
      contest: { text: '地点在本街道' },
      praise: { creditUnitId: BOGUS },
      answer: { basis: 'KNOWLEDGE', outcome: 'EXPLAINED', publicText: TEXT },
      merge: { targets: ['NQ20261123-0001'] },
      unmerge: { reason: '不是同一件事' },
      leave: { reason: '不是同一处' },
      assign: { leadUnitId: BOGUS, reason: '由其牵头' },
      nameHandler: { handlerId: BOGUS },
      recall: { reasonCode: 'RECALLED', upperRef: 'HF-1' },
      reportUp: { report: 'OPINION', upperRef: 'HF-1' },
      recordOutside: { organ: 'POLICE_110', outsideNo: '110-7' },
      markCare: { vulnerable: true },
      analyse: { causeCode: 'FACILITY' },
      rebase: { reason: '节假日安排公布' },
    } as Partial<Record<ActionName, Record<string, unknown>>>;
    /** How each of those who see the order stands to it, and with what role. */
    const STANDING = [
      ['li', 'RESIDENT', ['self']],
      ['grid-zhang', 'GRID_WORKER', ['lead']],
      ['head-dx', 'COMMUNITY_HEAD', ['lead']],
      ['desk-chen', 'CLERK', ['office', 'clerk']],
      ['lead-fan', 'LEADER_DEPUTY', ['office', 'lead', 'clerk']],
    ] as const;

    it.each(STANDING)('%s (%s) may do nothing the table does not give her', async (code, role, relations) => {
      const { orderId } = await file(app);
      const versionNow = async () => {
        const sql = 'SELECT version FROM work_order WHERE id = ?';
        const [row] = await app.db.read<{ version: number }>(sql, [orderId]);
        return Number(row?.version);
      };
      // Triggers may have put the order on a ledger since it was filed.
      const version = await versionNow();
      const token = await tokenOf(app, code);
      const wrong: string[] = [];
      for (const action of ACTIONS) {
        const { who } = TRANSITIONS[action];
        const isHers = who.some(
          ({ relation, permission }) =>
            (relations as readonly string[]).includes(relation) &&
            ROLE_PERMISSIONS[role].includes(permission as never),
        );
        if (isHers) continue;
        const body = { commandId: newId(), version, fields: FORMS[action] ?? {} };
        const answer = await send(app, 'POST', `/api/orders/${orderId}/actions/${action}`, token, body);
        const bySystem = who.every(({ permission }) => permission === 'system');
        const expected = bySystem ? 'ACTION_UNKNOWN' : 'ACTION_NOT_ALLOWED';
        if (answer.code !== expected) wrong.push(`${action}: ${answer.status} ${answer.code}`);
      }
      expect(wrong).toEqual([]);
      expect(await versionNow()).toBe(version);
    });

    it.each(['submit', 'constructor', '__proto__', 'toString', 'SIGN', 'sign ', 'light'])(
      '%s is no action',
      async (name) => {
        const { orderId } = await file(app);
        const path = `/api/orders/${orderId}/actions/${encodeURIComponent(name)}`;
        const body = { commandId: newId(), version: 3, fields: {} };
        const answer = await send(app, 'POST', path, await tokenOf(app, 'grid-zhang'), body);
        expect(answer).toEqual({ status: 404, code: 'ACTION_UNKNOWN' });
      },
    );
  });
});
