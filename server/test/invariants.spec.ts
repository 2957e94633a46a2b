import { rmSync } from 'node:fs';
import { type AdminHealth, addMinutes, type InvariantResult, ROUTES } from '@yihu/shared';
import { Env } from '../src/config/env';
import { AuditSealer } from '../src/modules/audit/audit-sealer.service';
import { readInvariants } from '../src/modules/ops/invariants';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { NightlyService } from '../src/modules/ops/nightly.service';
import { BlobStore } from '../src/platform/blobs';
import type { Row } from '../src/platform/db/db';
import { newId } from '../src/platform/ids';
import { MONDAY, startApp, type TestApp } from './harness';
import { opened } from './procedure-steps';
import { ENGINES } from './spec-database';
import { orderAt, unitId } from './walk';

/**
 * Every way to break the data, with the one invariant that must name it. `{open}` and `{closed}` are order
 * ids, `{run}` and `{item}` a procedure and a ledger entry of the open one. */
const PLANTED: Record<string, string[]> = {
  'I1.history': ["DELETE FROM event WHERE stream_id = '{open}' AND seq = 2"],
  'I1.begins': ["UPDATE event SET name = 'order.noted' WHERE stream_id = '{open}' AND seq = 1"],
  'I1.orphan': ["UPDATE event SET stream_id = 'NOSUCHORDER' WHERE stream_id = '{open}' AND seq = 3"],
  'I1.private': ["DELETE FROM order_private WHERE order_id = '{open}'"],
  'I1.state': ["UPDATE work_order SET state = 'ACCEPTED' WHERE id = '{open}'"],
  'I1.fold': ["UPDATE work_order SET urges = urges + 1 WHERE id = '{open}'"],
  'I2.pairs': [
    "UPDATE event SET name = 'order.approved' WHERE stream_id = '{open}' AND name = 'order.signed'",
  ],
  'I3.told': ["DELETE FROM notice WHERE event_ref LIKE '{open}:%' AND channel = 'INBOX'"],
  'I3.stuck': [
    'DELETE FROM outbox',
    "UPDATE notice SET state = 'QUEUED', created_at = '2020-01-01' WHERE channel = 'WECHAT'",
  ],
  'I4.runs': ["UPDATE clock SET state = 'CANCELLED' WHERE order_id = '{open}' AND milestone = 'handle'"],
  'I4.reminds': [
    "UPDATE clock SET next_light_at = NULL, fired = NULL WHERE order_id = '{open}' AND milestone = 'handle' AND state = 'RUNNING'",
  ],
  'I4.ended': ["UPDATE work_order SET state = 'ARCHIVED' WHERE id = '{closed}'"],
  'I4.inner': [
    "UPDATE clock SET due_at = '2031-01-01T00:00:00.000Z' WHERE order_id = '{open}' AND scope = 'INNER' AND milestone = 'handle'",
  ],
  'I4.due': ["UPDATE clock SET due_at = NULL WHERE order_id = '{open}' AND state = 'RUNNING'"],
  'I4.turn': ["DELETE FROM task WHERE order_id = '{open}'"],
  'M11.owner': ["UPDATE work_order SET owner_unit_id = 'NOBODY' WHERE id = '{open}'"],
  'M11.next': ["UPDATE task SET state = 'ENDED' WHERE order_id = '{open}'"],
  'I5.owner': ["UPDATE attachment SET event_seq = 99 WHERE owner_kind = 'ORDER'"],
  'I5.bytes': [],
  'I6.answered': ["UPDATE idem SET seq = 99 WHERE order_id = '{open}'"],
  'I7.waiting': [
    "UPDATE outbox SET state = 'READY', run_at = '2026-11-20T00:00:00.000Z', lease_token = NULL, lease_until = NULL",
  ],
  'I7.lease': [
    "UPDATE outbox SET state = 'SENDING', lease_token = 'X', lease_until = '2026-11-20T00:00:00.000Z'",
  ],
  'I9.gap': ['DELETE FROM audit WHERE seq = 3'],
  'I9.hash': ['UPDATE audit SET hash = NULL WHERE seq = 3'],
  'I9.tail': ["UPDATE audit SET seq = NULL, hash = NULL, at = '2026-11-20T00:00:00.000Z'"],
  'I9.chain': ["UPDATE audit SET actor_id = 'NOBODY' WHERE seq = 3"],
  'I9.missing': ["DELETE FROM audit WHERE subject_id = '{open}' AND action = 'order.signed'"],
  'I10.tally': ['UPDATE tally_entry SET n = n + 1'],
  'I11.event': [`UPDATE event SET data = '{"call":"13855512345"}' WHERE stream_id = '{open}' AND seq = 3`],
  'I11.public': [
    "UPDATE event_text SET body = '请打13855512345联系' WHERE stream_id = '{open}' AND layer = 'PUBLIC'",
  ],
  'I11.notice': ["UPDATE notice SET thing = '李某 34010419600101001X' WHERE order_id = '{open}'"],
  'I11.outbox': [`UPDATE outbox SET state = 'DEAD', payload = '{"to":"13855512345"}'`],
  'I11.audit': [`UPDATE audit SET facts = '{"phone":"13855512345"}' WHERE seq = 3`],
  'I13.history': ["UPDATE procedure_run SET version = version + 1 WHERE id = '{run}'"],
  'I13.orphan': ["UPDATE event SET stream_id = 'NOSUCHRUN' WHERE stream_id = '{run}' AND seq = 1"],
  'I13.ended': ["UPDATE procedure_run SET outcome = 'DONE' WHERE id = '{run}'"],
  'I13.open': ["UPDATE work_order SET procedures = '' WHERE id = '{open}'"],
  'I13.over': [
    "UPDATE procedure_run SET ended_at = '2026-11-23T01:00:00.000Z', outcome = 'DONE' WHERE id = '{run}'",
  ],
  'I13.task': [
    "UPDATE procedure_run SET ended_at = '2026-11-23T01:00:00.000Z', outcome = 'DONE' WHERE id = '{run}'",
  ],
  'I13.helper': ["UPDATE work_order SET helpers = '' WHERE id = '{open}'"],
  'I13.stale': ["UPDATE task SET state = 'DONE' WHERE procedure_id = '{run}'"],
  'I13.clock': [
    "UPDATE procedure_run SET ended_at = '2026-11-23T01:00:00.000Z', outcome = 'DONE' WHERE id = '{run}'",
  ],
  'I14.history': ["DELETE FROM event WHERE stream_id = '{item}' AND seq = 1"],
  'I14.orphan': ["UPDATE event SET stream_id = 'NOSUCHITEM' WHERE stream_id = '{item}' AND seq = 1"],
  'I14.ended': ["UPDATE ledger_item SET state = 'STRUCK' WHERE id = '{item}'"],
  'I14.entry': ["UPDATE work_order SET items = '' WHERE id = '{open}'"],
  'I14.count': ["UPDATE ledger_item SET orders_total = 7 WHERE id = '{item}'"],
  'I15.open': ["UPDATE work_order SET open_root = NULL WHERE id = '{open}'"],
  'I15.marks': ["DELETE FROM order_mark WHERE order_id = '{open}' AND mark = 'HARD'"],
  'I15.mine': [markOf('MINE', 'NOBODY')],
  'I15.repeat': [markOf('REPEAT', '')],
  'I15.words': ["DELETE FROM order_words WHERE order_id = '{open}'"],
  'I12.tree': ["UPDATE unit SET path = '/elsewhere/' WHERE code = 'NQ-DX-01'"],
};

function markOf(mark: string, who: string): string {
  return `INSERT INTO order_mark (order_id, mark, who, root_id) SELECT id, '${mark}', '${who}', root_id FROM work_order WHERE id = '{open}'`;
}

const TABLES = [
  ...['work_order', 'order_private', 'event', 'event_text', 'task', 'clock', 'idem', 'attachment', 'counter'],
  ...['notice', 'send_attempt', 'send_credit', 'outbox', 'audit', 'unit', 'shared_value'],
  ...['procedure_run', 'ledger_item', 'order_link', 'order_tally', 'tally_entry'],
  ...['order_mark', 'order_words', 'order_term'],
];

describe.each(ENGINES)('invariants on %s', (_, serverUrl) => {
  let app: TestApp;
  let ids: { open: string; closed: string; run: string; item: string };
  let untouched: Map<string, Row[]>;
  beforeAll(async () => {
    app = await startApp(serverUrl);
    ids = await aDay();
    untouched = await allRows();
  });
  afterEach(() => putBack());
  afterAll(() => app.close());

  async function allRows(): Promise<Map<string, Row[]>> {
    const rows = new Map<string, Row[]>();
    for (const table of TABLES) rows.set(table, await app.db.read(`SELECT * FROM ${table}`));
    return rows;
  }
  /** The data as it was before anything was planted. */
  async function putBack(): Promise<void> {
    app.clock.set(MONDAY);
    // Anchors of a past that never was would rightly contradict the chain.
    rmSync(app.app.get(Env).anchorDir, { recursive: true, force: true });
    await app.db.inTransaction(async (tx) => {
      for (const table of TABLES) {
        await tx.execute(`DELETE FROM ${table}`);
        await tx.insert(table, untouched.get(table) ?? []);
      }
    });
  }

  /** An open order with a photo, in a procedure and a ledger, and a closed one; messages sent, audit sealed. */
  async function aDay(): Promise<typeof ids> {
    const li = await app.as('li');
    const draftId = '01K0SPECDRAFT000000000000Z';
    const photoId = await li.upload(draftId);
    const open = await orderAt(app, 'IN_PROGRESS', { draftId, photoIds: [photoId] });
    const closed = await orderAt(app, 'CLOSED');
    const cohandle = await opened(await app.as('grid-zhang'), open, 'cohandle', {
      unitId: await unitId(app, 'NQ-CG'),
      part: '请协助清理三号楼前的占道摊位',
    });
    const desk = await app.as('sup-ye');
    const { id: item } = await desk.ok<{ id: string }>('POST', '/api/ledgers/hard', {
      commandId: newId(),
      version: 0,
      fields: {},
      rootId: app.streetId,
      orderNos: [(await desk.view(open)).orderNo],
    });
    const run = cohandle.id;
    await app.settle();
    await app.app.get(AuditSealer).tick(app.clock.now());
    return { open, closed, run, item };
  }
  const found = async (): Promise<InvariantResult[]> =>
    (await app.app.get(NightlyService).check(app.clock.now())).violations;

  it('hold after a day of work, and again after the clock has gone on with the jobs running', async () => {
    expect(await found()).toEqual([]);
    await orderAt(app, 'REPLIED');
    await orderAt(app, 'TO_VISIT');
    const asked = await orderAt(app, 'IN_PROGRESS');
    await (await app.as('grid-zhang')).act(asked, 'askInfo', { question: '请问是哪一个单元?' });
    const withdrawn = await orderAt(app, 'DISPATCHED');
    await (await app.as('li')).act(withdrawn, 'withdraw', { reasonCode: 'SOLVED' });
    for (const minutes of [0, 60, 24 * 60, 5 * 24 * 60, 30 * 24 * 60]) {
      app.clock.pass(minutes);
      await app.sweep();
      await app.settle();
      await app.app.get(AuditSealer).tick(app.clock.now());
      expect(await found()).toEqual([]);
    }
  });

  it.each(Object.keys(PLANTED))('%s is found when it is broken, and named', async (name) => {
    for (const sql of PLANTED[name] ?? []) {
      const filled = sql
        .replaceAll('{open}', ids.open)
        .replaceAll('{closed}', ids.closed)
        .replaceAll('{run}', ids.run)
        .replaceAll('{item}', ids.item);
      const touched = await app.db.inTransaction((tx) => tx.execute(filled));
      expect(touched).toBeGreaterThan(0);
    }
    if (name !== 'I5.bytes') {
      expect((await found()).map((result) => result.name)).toContain(name);
      return;
    }
    const [row] = await app.db.read<{ blob_key: string }>('SELECT blob_key FROM attachment');
    const blobs = app.app.get(BlobStore);
    const bytes = await blobs.get(row?.blob_key ?? '');
    await blobs.put(row?.blob_key ?? '', Buffer.from('something else'));
    expect((await found()).map((result) => result.name)).toEqual([name]);
    await blobs.put(row?.blob_key ?? '', bytes);
  });

  it('has a planted violation for each query', () => {
    const inCode = ['I1.fold', 'I5.bytes', 'I9.chain', 'I10.tally'];
    const names = readInvariants().map((invariant) => invariant.name);
    expect(Object.keys(PLANTED).sort()).toEqual([...names, ...inCode].sort());
  });

  it('looks at every order, whatever the size of a slice', async () => {
    const invariants = app.app.get(InvariantsService);
    const { open } = ids;
    const many = Array.from({ length: 1100 }, (_unused, n) => `0SPEC${String(n).padStart(21, '0')}`);
    const [row] = await app.db.read('SELECT * FROM work_order WHERE id = ?', [open]);
    await app.db.inTransaction((tx) =>
      tx.insert(
        'work_order',
        many.map((id) => ({ ...row, id, order_no: id.slice(2), draft_id: id })),
      ),
    );
    const results = await invariants.run(app.clock.now());
    expect(results.find((result) => result.name === 'I1.history')?.count).toBe(1100);
  });

  it('run once a night, whoever is first, and show on the health page', async () => {
    const admin = await app.as('admin-sys');
    const page = () => admin.ok<AdminHealth>('GET', ROUTES.adminHealth.path);
    const { open } = ids;
    expect((await page()).checks.find((each) => each.name === 'nightly')?.ok).toBe(false);
    const nightly = app.app.get(NightlyService);
    const runs = await Promise.all([nightly.tick(app.clock.now()), nightly.tick(app.clock.now())]);
    expect(runs.sort()).toEqual([false, true]);
    expect(await nightly.tick(addMinutes(app.clock.now(), 60))).toBe(false);
    expect(await page()).toMatchObject({ ok: true, invariants: { ok: true, violations: [] } });

    await app.db.inTransaction((tx) => tx.execute('UPDATE work_order SET urges = 7 WHERE id = ?', [open]));
    app.clock.pass(24 * 60);
    await app.sweep();
    await app.settle();
    expect(await nightly.tick(app.clock.now())).toBe(true);
    const red = await page();
    expect(red.ok).toBe(false);
    expect(red.invariants?.violations).toMatchObject([{ name: 'I1.fold', count: 1, subjects: [open] }]);
    for (const code of ['li', 'desk-chen', 'grid-zhang']) {
      expect(await (await app.as(code)).refused('GET', ROUTES.adminHealth.path)).toBe('FORBIDDEN');
    }
  });

  it('counts what waits: dead messages, the unsealed tail, people WeChat does not reach', async () => {
    await orderAt(app, 'DISPATCHED');
    await app.db.inTransaction((tx) => tx.execute("UPDATE outbox SET state = 'DEAD' WHERE state = 'DONE'"));
    app.clock.pass(10);
    const health = await (await app.as('admin-audit')).ok<AdminHealth>('GET', ROUTES.adminHealth.path);
    expect(health.outbox.dead).toBeGreaterThan(0);
    expect(health.outbox.oldestReadyAt).not.toBeNull();
    expect(health.audit.unsealed).toMatchObject({ ageSeconds: 600 });
    const bad = health.checks.filter((each) => !each.ok).map((each) => each.name);
    expect(bad).toEqual(expect.arrayContaining(['outbox', 'jobs', 'audit']));
    expect(health.unreachable.reduce((sum, row) => sum + row.persons, 0)).toBeGreaterThan(0);
  });
});
