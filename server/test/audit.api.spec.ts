import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditPage, AuditReport } from '@yihu/shared';
import { DataSource } from 'typeorm';
import { Env } from '../src/config/env';
import { AuditQuery } from '../src/modules/audit/audit.query';
import { AuditStore } from '../src/modules/audit/audit.store';
import { AuditAnchors } from '../src/modules/audit/audit-anchors';
import { AuditChainStore } from '../src/modules/audit/audit-chain.store';
import { AuditSealer, SEALER_LEASE } from '../src/modules/audit/audit-sealer.service';
import { AuditVerifier } from '../src/modules/audit/audit-verify.service';
import { type ChainRow, GENESIS, sealRows } from '../src/modules/audit/rules/chain';
import { writerOptions } from '../src/platform/db/data-source';
import { Db } from '../src/platform/db/db';
import { Lease } from '../src/platform/db/lease';
import { SCHEMA } from '../src/schema';
import { file, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { orderAt } from './walk';

describe.each(ENGINES)('audit on %s', (_, serverUrl) => {
  let app: TestApp;
  const seal = () => app.app.get(AuditSealer).tick(app.clock.now());
  const verify = async () => (await app.as('admin-audit')).ok<AuditReport>('GET', '/api/admin/audit/verify');
  const change = (sql: string, params: (string | number)[] = []) =>
    app.db.inTransaction((tx) => tx.execute(sql, params));

  beforeEach(async () => {
    app = await startApp(serverUrl);
  });
  afterEach(() => app.close());

  it('shows the unsealed tail with its age, then chains it', async () => {
    await orderAt(app, 'CLOSED');
    app.clock.pass(3);
    const before = await verify();
    expect(before).toMatchObject({ ok: true, checked: 0, head: GENESIS });
    expect(before.unsealed.count).toBeGreaterThan(5);
    expect(before.unsealed.ageSeconds).toBe(180);
    expect(await seal()).toBe(before.unsealed.count);
    expect(await seal()).toBe(0);
    const after = await verify();
    expect(after).toMatchObject({ ok: true, checked: before.unsealed.count, brokenCount: 0, beginsAfter: 0 });
    expect(after.head.seq).toBe(before.unsealed.count);
    expect(after.unsealed).toEqual({ count: 0, oldestAt: null, ageSeconds: 0 });
  });

  it('names the row that was changed, and the place where rows are missing', async () => {
    await orderAt(app, 'IN_PROGRESS');
    await orderAt(app, 'DISPATCHED');
    await seal();
    const [victim] = await app.db.read<{ id: string }>('SELECT id FROM audit WHERE seq = 4');
    await change("UPDATE audit SET actor_id = 'NOBODY' WHERE seq = 4");
    const changed = await verify();
    expect(changed.ok).toBe(false);
    expect(changed.broken).toEqual([{ seq: 4, id: victim?.id, problem: 'HASH' }]);
    await change('DELETE FROM audit WHERE seq = 4');
    expect((await verify()).broken).toMatchObject([{ seq: 5, problem: 'GAP' }]);
  });

  it('holds a chain that was written anew, or cut off at its end, against the anchors', async () => {
    await orderAt(app, 'IN_PROGRESS');
    await seal();
    const { anchorDir } = app.app.get(Env);
    const [name = ''] = readdirSync(anchorDir);
    expect(name).toBe('audit-2026.jsonl');
    expect(JSON.parse(readFileSync(join(anchorDir, name), 'utf8'))).toMatchObject({ day: '2026-11-23' });
    const head = (await verify()).head;

    await change("UPDATE audit SET actor_id = 'NOBODY' WHERE seq = 2");
    const forged = await app.db.read<ChainRow>('SELECT * FROM audit ORDER BY seq');
    for (const row of sealRows(GENESIS, forged)) {
      await change('UPDATE audit SET hash = ? WHERE id = ?', [row.hash, row.id]);
    }
    const rewritten = await verify();
    expect(rewritten).toMatchObject({ ok: false, brokenCount: 0 });
    expect(rewritten.anchors.broken).toEqual([{ day: '2026-11-23', seq: head.seq }]);

    await change('DELETE FROM audit WHERE seq = ?', [head.seq]);
    expect((await verify()).anchors.broken).toEqual([{ day: '2026-11-23', seq: head.seq }]);
  });

  it('anchors once a day, and reads past a line that a power cut tore', async () => {
    await file(app);
    await seal();
    await seal();
    const { anchorDir } = app.app.get(Env);
    const path = join(anchorDir, 'audit-2026.jsonl');
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(1);
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"day":"2026-11`);
    app.clock.pass(24 * 60);
    await file(app);
    await seal();
    expect((await verify()).anchors).toMatchObject({ count: 2, lastDay: '2026-11-24', broken: [] });
  });

  it('makes one chain of many sealers on several connections while rows keep coming', async () => {
    const env = app.app.get(Env);
    const options = writerOptions({ url: env.databaseUrl, dataDir: env.dataDir }, SCHEMA);
    const source = await new DataSource(options).initialize();
    try {
      // SQLite's second writer belongs to a second process: in one process it would wait for itself.
      const other = serverUrl === null ? app.db : new Db(source, source);
      const store = app.app.get(AuditChainStore);
      const anchors = app.app.get(AuditAnchors);
      const sealers = [app.db, other, app.db, other].map((db) => new AuditSealer(db, store, anchors));
      const add = async (n: number) =>
        app.db.inTransaction((tx) =>
          app.app.get(AuditStore).add(tx, {
            at: app.clock.now(),
            actorId: 'SYSTEM',
            action: 'spec.row',
            subjectKind: 'SPEC',
            subjectId: String(n),
            facts: { n },
          }),
        );
      for (let round = 0; round < 8; round += 1) {
        await Promise.all([
          ...sealers.map((sealer) => sealer.tick(app.clock.now())),
          ...Array.from({ length: 10 }, (_unused, n) => add(round * 10 + n)),
        ]);
      }
      while ((await seal()) > 0);
      const report = await verify();
      expect(report).toMatchObject({ ok: true, brokenCount: 0, unsealed: { count: 0 } });
      expect(report.checked).toBeGreaterThanOrEqual(80);
    } finally {
      await source.destroy();
    }
  });

  it('leaves sealing to the holder of the lease until it ends', async () => {
    await file(app);
    const lease = new Lease(app.db, SEALER_LEASE, 1);
    const token = await lease.take(app.clock.now());
    expect(token).not.toBeNull();
    expect(await seal()).toBe(0);
    app.clock.pass(1);
    expect(await seal()).toBeGreaterThan(0);
    const held = await app.db.inTransaction((tx) => lease.hold(tx, token ?? '', app.clock.now()));
    expect(held).toBe(false);
  });

  it('pages by key and filters by subject, actor and action', async () => {
    const id = await orderAt(app, 'CLOSED');
    await file(app, 'wang');
    const admin = await app.as('admin-audit');
    const page = (query: string) => admin.ok<AuditPage>('GET', `/api/admin/audit?${query}`);
    const whole = await page(`subject=${id}`);
    expect(whole.next).toBeNull();
    expect(whole.items.at(-1)?.action).toBe('order.submitted');
    const pieces: AuditPage['items'] = [];
    for (let after: string | null = ''; after !== null; ) {
      const piece: AuditPage = await page(`subject=${id}&limit=3${after === '' ? '' : `&after=${after}`}`);
      pieces.push(...piece.items);
      after = piece.next;
    }
    expect(pieces).toEqual(whole.items);
    const zhang = await app.as('grid-zhang');
    const hers = await page(`actor=${zhang.personId}&subject=${id}`);
    expect(hers.items.map((item) => item.action)).toEqual([
      'order.replied',
      'order.signed',
      'narrative.view',
    ]);
    // Ids are told by name: the order by its number, the unit that let her look.
    const look = hers.items.at(-1)?.facts.unitId;
    expect(hers.names[id]).toMatch(/^[A-Z]*\d+/);
    expect((await page(`subject=${hers.names[id]}`)).items).toEqual(whole.items);
    expect(hers.names[String(look)]).toMatch(/网格/);
    expect(hers.items[0]).toMatchObject({ actorName: '张敏', facts: { from: 'IN_PROGRESS', to: 'REPLIED' } });
    expect((await page('action=order.submitted')).items).toHaveLength(2);
    expect((await page('')).items.length).toBeGreaterThan(whole.items.length);
    expect(await admin.refused('GET', '/api/admin/audit?after=x')).toBe('FIELD_INVALID');
  });

  it('is for the audit administrator, and of her own streets only', async () => {
    await orderAt(app, 'IN_PROGRESS');
    for (const code of ['li', 'desk-chen', 'grid-zhang', 'admin-sys', 'admin-sec']) {
      const person = await app.as(code);
      expect(await person.refused('GET', '/api/admin/audit')).toBe('FORBIDDEN');
      expect(await person.refused('GET', '/api/admin/audit/verify')).toBe('FORBIDDEN');
    }
    const stranger = {
      kind: 'PERSON' as const,
      personId: 'X',
      name: '邻街',
      staff: true,
      grants: [{ role: 'ADMIN_AUDIT' as const, unitId: 'Z', unitPath: '/Z/' }],
      rootId: 'Z',
      sessionHash: null,
    };
    const seen = await app.app.get(AuditQuery).page(stranger, { limit: 100 });
    expect(seen.items.filter((item) => item.subjectKind === 'ORDER')).toEqual([]);
  });

  it('answers those who ask for the same verification with one run', async () => {
    await orderAt(app, 'IN_PROGRESS');
    await seal();
    const verifier = app.app.get(AuditVerifier);
    const runs = [verifier.verify(app.clock.now()), verifier.verify(app.clock.now())];
    const [first, second] = await Promise.all(runs);
    expect(first).toBe(second);
  });
});
