import { type AuditReport, addMinutes, type RetentionPlanRow, ROUTES } from '@yihu/shared';
import { AuditSealer } from '../src/modules/audit/audit-sealer.service';
import { PoliciesService } from '../src/modules/policies/policies.service';
import { RetentionService } from '../src/modules/retention/retention.service';
import {
  effectiveDays,
  RETENTION_CLASSES,
  RETENTION_NAMES,
  wrongRow,
} from '../src/modules/retention/rules/retention-classes';
import { startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { orderAt } from './walk';

const DAY = 24 * 60;
const LOGS = ['AUDIT', 'WECHAT_EVENT', 'SEND_ATTEMPT', 'SIGN_IN', 'TOKEN_USE'] as const;

describe('retention rules', () => {
  it.each(LOGS)('never let %s be kept less than 180 days, and name the row', (name) => {
    expect(RETENTION_CLASSES[name].floorDays).toBeGreaterThanOrEqual(180);
    const rows = [
      { class: 'OUTBOX_DONE', days: 90 },
      { class: name, days: 179 },
    ];
    expect(wrongRow(rows)).toMatchObject({ row: 2, reason: expect.stringContaining('至少保存') });
    expect(effectiveDays([{ rows }])[name]).toBe(RETENTION_CLASSES[name].floorDays);
  });

  it('keep every class at least its floor and by default no less', () => {
    for (const name of RETENTION_NAMES) {
      const { defaultDays, floorDays } = RETENTION_CLASSES[name];
      expect(defaultDays).toBeGreaterThanOrEqual(floorDays);
      expect(wrongRow([{ class: name, days: defaultDays }])).toBeNull();
    }
  });

  it('refuse unknown classes, classes said twice, and days that are no whole number', () => {
    expect(wrongRow([{ class: 'EVERYTHING', days: 400 }])).toMatchObject({ row: 1 });
    expect(
      wrongRow([
        { class: 'IDEM', days: 30 },
        { class: 'IDEM', days: 40 },
      ]),
    ).toMatchObject({ row: 2 });
    expect(wrongRow([{ class: 'AUDIT', days: 2000.5 }])).toMatchObject({ row: 1 });
    expect(wrongRow([{ class: 'UNSENT_PHOTO', days: 8 }])).toMatchObject({ row: 1 });
  });

  it('take the longest of what the streets ask', () => {
    const short = { rows: [{ class: 'OUTBOX_DONE', days: 60 }] };
    const long = { rows: [{ class: 'OUTBOX_DONE', days: 400 }] };
    expect(effectiveDays([short, long]).OUTBOX_DONE).toBe(400);
    expect(effectiveDays([short, null]).OUTBOX_DONE).toBe(90);
    expect(effectiveDays([short, short]).OUTBOX_DONE).toBe(60);
  });
});

describe.each(ENGINES)('retention on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startApp(serverUrl);
  });
  afterEach(() => app.close());
  const seal = () => app.app.get(AuditSealer).tick(app.clock.now());
  const count = async (table: string) =>
    Number((await app.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n);
  const verify = async () => (await app.as('admin-audit')).ok<AuditReport>('GET', ROUTES.auditVerify.path);

  it('shows what would go before it goes, deletes that and no more, and writes down the counts', async () => {
    await orderAt(app, 'CLOSED');
    await app.settle();
    const done = await count("outbox WHERE state = 'DONE'");
    expect(done).toBeGreaterThan(0);
    await app.db.inTransaction((tx) =>
      tx.execute(
        "UPDATE outbox SET state = 'DEAD' WHERE id = (SELECT id FROM (SELECT MIN(id) AS id FROM outbox) o)",
      ),
    );
    const retention = app.app.get(RetentionService);
    const rowOf = async (name: string) =>
      (await retention.plan(app.clock.now())).find((row) => row.class === name);
    app.clock.pass(89 * DAY);
    expect(await rowOf('OUTBOX_DONE')).toMatchObject({ days: 90, rows: 0 });
    expect((await retention.run(app.clock.now())).OUTBOX_DONE).toBe(0);
    app.clock.pass(2 * DAY);
    expect(await rowOf('OUTBOX_DONE')).toMatchObject({ rows: done - 1 });
    expect(await retention.run(app.clock.now())).toMatchObject({ OUTBOX_DONE: done - 1, AUDIT: 0 });
    expect(await count('outbox')).toBe(1);
    const [told] = await app.db.read<{ facts: string }>(
      "SELECT facts FROM audit WHERE action = 'retention.deleted' AND subject_id = 'OUTBOX_DONE'",
    );
    expect(JSON.parse(told?.facts ?? '')).toMatchObject({ days: 90, rows: done - 1 });
  });

  it('deletes audit rows only from the beginning of the chain, which stays verifiable', async () => {
    await orderAt(app, 'CLOSED');
    await seal();
    const old = await count('audit');
    app.clock.pass(1100 * DAY);
    await orderAt(app, 'DISPATCHED');
    await seal();
    expect((await app.app.get(RetentionService).run(app.clock.now())).AUDIT).toBe(old);
    await seal();
    expect(await verify()).toMatchObject({ ok: true, beginsAfter: old, beginVouched: true, brokenCount: 0 });

    await app.db.inTransaction((tx) =>
      tx.execute("UPDATE audit SET at = '2020-01-01' WHERE seq = ?", [old + 2]),
    );
    expect(await verify()).toMatchObject({ ok: false, broken: [{ seq: old + 2, problem: 'HASH' }] });
    await app.db.inTransaction((tx) =>
      tx.execute("UPDATE shared_value SET value = ? WHERE name = 'audit.checkpoint'", [
        JSON.stringify({ seq: old, hash: 'f'.repeat(64), at: app.clock.now() }),
      ]),
    );
    expect(await verify()).toMatchObject({ ok: false, beginVouched: false });
  });

  it('never deletes audit rows that were tampered with: they are evidence', async () => {
    await orderAt(app, 'CLOSED');
    await seal();
    await app.db.inTransaction((tx) => tx.execute("UPDATE audit SET actor_id = 'NOBODY' WHERE seq = 2"));
    const before = await count('audit WHERE seq IS NOT NULL');
    app.clock.pass(1100 * DAY);
    expect((await app.app.get(RetentionService).run(app.clock.now())).AUDIT).toBe(0);
    expect(await count('audit WHERE seq IS NOT NULL')).toBe(before);
  });

  it('is set by the security administrator, checked, and told to the audit', async () => {
    const admin = await app.as('admin-sec');
    const path = ROUTES.setRetention.path;
    const answer = await admin.call<{ error: { code: string; message: string } }>('POST', path, {
      rows: [
        { class: 'OUTBOX_DONE', days: 60 },
        { class: 'WECHAT_EVENT', days: 90 },
      ],
    });
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe('POLICY_INVALID');
    expect(answer.body.error.message).toContain('第 2 行');
    expect(answer.body.error.message).toContain('至少保存 180 天');
    const set = await admin.ok<{ rows: RetentionPlanRow[] }>('POST', path, {
      rows: [{ class: 'WECHAT_EVENT', days: 400 }],
    });
    expect(set.rows.find((row) => row.class === 'WECHAT_EVENT')?.days).toBe(400);
    const shown = await (await app.as('admin-audit')).ok<{ rows: RetentionPlanRow[] }>('GET', path);
    expect(shown.rows).toEqual(set.rows);
    for (const code of ['li', 'desk-chen', 'admin-sys', 'admin-audit']) {
      expect(await (await app.as(code)).refused('POST', path, { rows: [] })).toBe('FORBIDDEN');
    }
    expect(await count("audit WHERE action = 'retention.set'")).toBe(1);
  });

  it('holds to the floor when a shorter rule came into the table past the check', async () => {
    const now = app.clock.now();
    await app.db.inTransaction((tx) =>
      app.app.get(PoliciesService).add(tx, {
        unitId: app.streetId,
        kind: 'retention',
        name: 'default',
        effectiveAt: addMinutes(now, -1),
        body: { rows: [{ class: 'AUDIT', days: 1 }] },
        authorId: 'SYSTEM',
      }),
    );
    await app.app.get(PoliciesService).reload();
    const plan = await app.app.get(RetentionService).plan(now);
    expect(plan.find((row) => row.class === 'AUDIT')?.days).toBe(1095);
  });
});
