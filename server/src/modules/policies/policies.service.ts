import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  addMinutes,
  CALENDARS,
  type Calendar,
  type CalendarYear,
  CLASS_LEAVES,
  type ClassLeaf,
  type ClassPolicy,
  type ClockPolicy,
  type ClockPolicyRow,
  classLeaf,
  classLeavesOf,
  clockRowsOf,
  DEFAULT_LIMITS,
  firstMatch,
  type Instant,
  type Limits,
  makeCalendar,
  type OrderFacts,
  type ProcedurePolicy,
  type TriggerRow,
  type VisitRow,
} from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { PolicyIndex, policyFromRow, type StoredPolicy } from './policy-index';

/** Policies of the whole installation are stored under this unit id. */
export const EVERYWHERE = '*';
const CHECK_EVERY_MINUTES = 5 / 60;
const NO_CLOCKS: ClockPolicy = { presets: [] };

export interface NewPolicy {
  unitId: string;
  kind: string;
  name: string;
  effectiveAt: Instant;
  body: unknown;
  authorId: string;
  note?: string;
  /** Not in force before somebody else agrees. */
  needsSecond?: boolean;
}

/**
 * Rules as data, held in memory: versioned rows with an effective date; the tenant's own row wins over the
 * installation's. Several processes see each other's changes within seconds.
 */
@Injectable()
export class PoliciesService implements OnModuleInit {
  private index = new PolicyIndex([]);
  /** Of each street: the units above it, nearest first. */
  private above = new Map<string, readonly string[]>();
  private lineages = new Map<string, readonly string[]>();
  private mark = '';
  private checkedAt: Instant = '';
  private calendar: Calendar = makeCalendar(CALENDARS);
  /** What a body stands for, worked out once. */
  private readonly rowsOf = new WeakMap<ClockPolicy, ClockPolicyRow[]>();
  private readonly leavesOf = new WeakMap<ClassPolicy, ClassLeaf[]>();

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.reload();
  }

  /** Reads the table again when it has changed since the last look, at most every few seconds. */
  async refresh(): Promise<void> {
    const now = this.clock.now();
    // A clock that was set back must not keep old rules in force until it has caught up.
    const { checkedAt } = this;
    if (checkedAt !== '' && now >= checkedAt && now < addMinutes(checkedAt, CHECK_EVERY_MINUTES)) return;
    this.checkedAt = now;
    if ((await this.fingerprint()) !== this.mark) await this.reload();
  }

  /** Differs after every version saved and agreed to: rows are never changed otherwise. */
  private async fingerprint(): Promise<string> {
    const [row] = await this.db.read<Record<string, string | number | null>>(
      `SELECT COUNT(*) AS n, COUNT(approved_at) AS agreed, MAX(id) AS last,
              (SELECT COUNT(*) FROM unit WHERE kind = 'STREET') AS streets FROM policy`,
    );
    return [row?.n, row?.agreed, row?.last, row?.streets].map(String).join(':');
  }

  async reload(): Promise<void> {
    // Taken first: a change that slips in while the rows are read makes the next look read again.
    const mark = await this.fingerprint();
    const rows = await this.db.read<Record<string, string | number | null>>(
      'SELECT * FROM policy ORDER BY id',
    );
    const streets = await this.db.read<{ id: string; path: string }>(
      `SELECT id, path FROM unit WHERE kind = 'STREET'`,
    );
    this.above = new Map(streets.map(({ id, path }) => [id, path.split('/').slice(1, -2).reverse()]));
    this.lineages = new Map();
    const policies = rows.map(policyFromRow);
    this.index = new PolicyIndex(policies);
    const years = policies
      .filter((policy) => policy.kind === 'calendar' && policy.inForceFrom !== null)
      .sort((a, b) => a.version - b.version)
      .map((policy) => policy.body as CalendarYear);
    const byYear = new Map([...CALENDARS, ...years].map((year) => [year.year, year]));
    this.calendar = makeCalendar([...byYear.values()]);
    this.mark = mark;
  }

  /** The units whose rules count for one, nearest first, the installation last. */
  lineage(rootId: string): readonly string[] {
    const known = this.lineages.get(rootId);
    if (known !== undefined) return known;
    const lineage = [rootId, ...(this.above.get(rootId) ?? []), EVERYWHERE];
    this.lineages.set(rootId, lineage);
    return lineage;
  }

  /** The version in force at `now` of the nearest unit up the tree that has one, then the installation's; or null. */
  versionInForce(rootId: string, kind: string, now: Instant, name = 'default'): StoredPolicy | null {
    for (const unitId of this.lineage(rootId)) {
      const found = this.index.inForce(unitId, kind, name, now);
      if (found !== null) return found;
    }
    return null;
  }

  /** What that version says. */
  inForce<T>(rootId: string, kind: string, now: Instant, name = 'default'): T | null {
    return (this.versionInForce(rootId, kind, now, name)?.body as T | undefined) ?? null;
  }

  /** The version in force of one unit itself, whatever the units above have. */
  ownVersion(unitId: string, kind: string, now: Instant, name = 'default'): StoredPolicy | null {
    return this.index.inForce(unitId, kind, name, now);
  }

  /** What that version says. */
  ownInForce<T>(unitId: string, kind: string, now: Instant, name = 'default'): T | null {
    return (this.ownVersion(unitId, kind, now, name)?.body as T | undefined) ?? null;
  }

  /** Every stored version of a kind. */
  versionsOf(kind: string): StoredPolicy[] {
    return this.index.ofKind(kind);
  }

  /**
   * The promises of an order received at an instant. An order lives under the rules it was received under: a later
   * version neither moves what was promised nor leaves it without a clock the old rules would have started. What is
   * older than the first version lives under the first.
   */
  clockRules(
    rootId: string,
    receivedAt: Instant,
  ): { rows: ClockPolicyRow[]; calendar: Calendar; newId: () => string } {
    const policy = this.inForce<ClockPolicy>(rootId, 'clock', receivedAt) ?? this.firstClock(rootId);
    return { rows: this.clockRows(policy), calendar: this.calendar, newId };
  }

  private firstClock(rootId: string): ClockPolicy {
    for (const unitId of this.lineage(rootId)) {
      const first = this.index.first(unitId, 'clock', 'default');
      if (first !== null) return first.body as ClockPolicy;
    }
    return NO_CLOCKS;
  }

  private clockRows(policy: ClockPolicy): ClockPolicyRow[] {
    const known = this.rowsOf.get(policy);
    if (known !== undefined) return known;
    const rows = clockRowsOf(policy);
    this.rowsOf.set(policy, rows);
    return rows;
  }

  limits(rootId: string, now: Instant): Limits {
    const limits = { ...DEFAULT_LIMITS, ...(this.inForce<Partial<Limits>>(rootId, 'limit', now) ?? {}) };
    // The same list may be kept with the trigger that asks for the sweep.
    const rows = this.inForce<{ rows: TriggerRow[] }>(rootId, 'trigger', now)?.rows;
    const own = rows?.find(({ name, on }) => name === 'sameKind' && on)?.classes ?? [];
    return own.length === 0 ? limits : { ...limits, sweepClasses: [...limits.sweepClasses, ...own] };
  }

  /** How an order's result is called about, as its street's `visit` policy says; null where it says nothing. */
  visitRow(facts: OrderFacts, now: Instant): VisitRow | null {
    const rows = this.inForce<{ rows: VisitRow[] }>(facts.rootId, 'visit', now)?.rows ?? [];
    return firstMatch(rows, facts);
  }

  /** First letters of order numbers. */
  numberPrefix(rootId: string, now: Instant): string {
    return this.inForce<{ prefix: string }>(rootId, 'numbering', now)?.prefix ?? 'YH';
  }

  /** The street's class tree, or the built-in one. */
  classes(rootId: string, now: Instant): readonly ClassLeaf[] {
    const policy = this.inForce<ClassPolicy>(rootId, 'class', now);
    if (policy === null) return CLASS_LEAVES;
    const known = this.leavesOf.get(policy);
    if (known !== undefined) return known;
    const leaves = classLeavesOf(policy);
    this.leavesOf.set(policy, leaves);
    return leaves;
  }

  /**
   * The street's class of that code: as its tree has it now, else as an older version had it, else as built in. Old
   * orders keep the name they were filed under after their class has left the tree.
   */
  leaf(rootId: string, code: string | null): ClassLeaf | undefined {
    if (code === null) return undefined;
    const own = (leaves: readonly ClassLeaf[]) => leaves.find((leaf) => leaf.code === code);
    const current = own(this.classes(rootId, this.clock.now()));
    if (current !== undefined) return current;
    const lineage = this.lineage(rootId);
    const older = this.versionsOf('class').filter(({ unitId }) => lineage.includes(unitId));
    return (
      older.reverse().flatMap(({ body }) => own(classLeavesOf(body as ClassPolicy)) ?? [])[0] ??
      classLeaf(code)
    );
  }

  /** Class name for lists; never words of the resident. */
  titleOf(rootId: string, code: string | null): string {
    return this.leaf(rootId, code)?.name ?? '待分类诉求';
  }

  /** What may be filed today. Throws CLASS_UNKNOWN for a class the street's tree does not have. */
  checkClass(rootId: string, code: unknown): void {
    if (code === undefined || code === null) return;
    if (!this.classes(rootId, this.clock.now()).some((leaf) => leaf.code === code)) {
      throw new AppError('CLASS_UNKNOWN', { code: String(code).slice(0, 20) });
    }
  }

  /** Due times and limits a street has set for its procedures; empty where it keeps the kinds' own. */
  procedureRules(rootId: string, now: Instant): ProcedurePolicy {
    return this.inForce<ProcedurePolicy>(rootId, 'procedure', now) ?? { rows: [], limits: [] };
  }

  loadedCalendar(): Calendar {
    return this.calendar;
  }

  /** Adds the next version of a policy; the caller commits, then calls `reload`. Answers its id and number. */
  async add(tx: Tx, policy: NewPolicy): Promise<{ id: string; version: number }> {
    const [row] = await tx.query<{ v: number | null }>(
      'SELECT MAX(version) AS v FROM policy WHERE unit_id = ? AND kind = ? AND name = ?',
      [policy.unitId, policy.kind, policy.name],
    );
    const added = { id: newId(), version: Number(row?.v ?? 0) + 1 };
    await tx.insert('policy', {
      id: added.id,
      unit_id: policy.unitId,
      kind: policy.kind,
      name: policy.name,
      version: added.version,
      effective_at: policy.effectiveAt,
      body: JSON.stringify(policy.body),
      author_id: policy.authorId,
      created_at: this.clock.now(),
      needs_second: policy.needsSecond === true ? 1 : 0,
      note: policy.note ?? null,
    });
    return added;
  }
}
