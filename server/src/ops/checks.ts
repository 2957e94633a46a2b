import type { AuditReport, Instant, InvariantResult } from '@yihu/shared';
import { AuditAnchors } from '../modules/audit/audit-anchors';
import { AuditChainStore } from '../modules/audit/audit-chain.store';
import { AuditVerifier } from '../modules/audit/audit-verify.service';
import { FiguresQuery } from '../modules/figures/figures.query';
import { FigureKeeper } from '../modules/figures/kept/keeper.service';
import { KeptStore } from '../modules/figures/kept/kept.store';
import { KeptCheck } from '../modules/figures/kept/kept-check.service';
import { Reckoner } from '../modules/figures/kept/reckoner.service';
import { RepeatsQuery } from '../modules/figures/kept/repeats.query';
import { InvariantsService } from '../modules/ops/invariants.service';
import { PhotoCheck, type PhotoReport } from '../modules/ops/photo-check.service';
import { FoldCheck } from '../modules/orders/fold-check.service';
import { OrdersStore } from '../modules/orders/orders.store';
import { TalliesStore } from '../modules/tallies/tallies.store';
import { TallyCheck } from '../modules/tallies/tally-check.service';
import { TallyKeeper } from '../modules/tallies/tally-keeper.service';
import { Logger } from '../platform/logger';
import { countsOf } from './backup';
import type { OpsContext } from './context';
import type { Manifest } from './manifest';

const FOLDED_AT_ONCE = 500;

export function verifyAudit({ env, db }: OpsContext, now: Instant): Promise<AuditReport> {
  const anchors = new AuditAnchors(env, new Logger(env));
  return new AuditVerifier(db, new AuditChainStore(), anchors).verify(now);
}

export function verifyPhotos({ db, blobs }: OpsContext, now: Instant): Promise<PhotoReport> {
  return new PhotoCheck(db, blobs).all(now);
}

/** Every query of invariants.sql and the history of every order. */
export async function verifyInvariants(
  { db }: OpsContext,
  now: Instant,
): Promise<{ folded: number; violations: InvariantResult[] }> {
  const violations = await new InvariantsService(db).run(now);
  const folds = new FoldCheck(db, new OrdersStore());
  const differing: string[] = [];
  let folded = 0;
  for (let after: string | null = ''; after !== null; ) {
    const run = await folds.check(after, FOLDED_AT_ONCE);
    folded += run.checked;
    differing.push(...run.differing);
    after = run.lastId;
  }
  if (differing.length > 0) {
    const subjects = differing.slice(0, 5);
    violations.push({
      name: 'I1.fold',
      title: '工单状态等于全部事件折叠的结果',
      count: differing.length,
      subjects,
    });
  }
  return { folded, violations };
}

/** Counts of dashboards that are not what counting orders gives; put right when asked to, and nobody else does so. */
export async function verifyTallies(
  { db }: OpsContext,
  now: Instant,
  rebuild: boolean,
): Promise<{ differing: string[]; repaired: number | null }> {
  const store = new TalliesStore();
  const check = new TallyCheck(db, store);
  const differing = await check.differing(now);
  const repaired =
    rebuild && differing.length > 0 ? await new TallyKeeper(db, store, check).rebuild(now) : null;
  return { differing, repaired };
}

/** The same of what is kept of figures: sums against their parts, and every part against its order's history. */
export async function verifyFigures(
  { db }: OpsContext,
  rebuild: boolean,
): Promise<{ differing: string[]; repaired: number | null }> {
  const store = new KeptStore();
  const reckoner = new Reckoner(db, new FiguresQuery(db), new RepeatsQuery(db));
  const check = new KeptCheck(db, store, new FigureKeeper(db, store, reckoner), reckoner);
  const differing = await check.differingSums();
  for (let after: string | null = ''; after !== null; ) {
    const share = await check.differingOrders(after, FOLDED_AT_ONCE);
    differing.push(...share.differing);
    after = share.lastId;
  }
  return { differing, repaired: rebuild && differing.length > 0 ? await check.rebuild() : null };
}

/** What of a restored installation is not as the manifest says. */
export async function restoredProblems({ db }: OpsContext, manifest: Manifest): Promise<string[]> {
  const { rows } = await countsOf(db);
  const exact = manifest.engine === 'sqlite';
  const problems = Object.entries(manifest.rows).flatMap(([table, wanted]) => {
    const found = rows[table] ?? 0;
    return (exact ? found === wanted : found >= wanted)
      ? []
      : [`${table} 有 ${found} 行,备份时 ${wanted} 行`];
  });
  const { seq, hash } = manifest.auditHead;
  if (seq === 0) return problems;
  const [row] = await db.read<{ hash: string }>('SELECT hash FROM audit WHERE seq = ?', [seq]);
  return row?.hash === hash ? problems : [...problems, `审计链第 ${seq} 条与备份时不符`];
}
