import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  addMinutes,
  CALENDARS,
  type Calendar,
  type CalendarYear,
  type ClockPolicyRow,
  DEFAULT_LIMITS,
  type Instant,
  type Limits,
  makeCalendar,
  type PresetName,
  presetRows,
} from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { newId } from '../../platform/ids';

/** What a clock policy says: presets in order of priority, and rows of the tenant's own before them. */
export interface ClockPolicy {
  presets: PresetName[];
  rows?: ClockPolicyRow[];
}

interface StoredPolicy {
  unitId: string;
  kind: string;
  name: string;
  version: number;
  effectiveAt: Instant;
  body: unknown;
}

/** Policies of the whole installation are stored under this unit id. */
export const EVERYWHERE = '*';
const CHECK_EVERY_MINUTES = 5 / 60;

/**
 * Rules as data, held in memory: versioned rows with an effective date; the tenant's own row wins over the
 * installation's. Several processes see each other's changes within seconds.
 */
@Injectable()
export class PoliciesService implements OnModuleInit {
  private policies: StoredPolicy[] = [];
  /** Of each street: the units above it, nearest first. */
  private above = new Map<string, string[]>();
  private mark = '';
  private checkedAt: Instant = '';
  private calendar: Calendar = makeCalendar(CALENDARS);

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.reload();
  }

  /** Reads the table again when it has grown since the last look, at most every few seconds. */
  async refresh(): Promise<void> {
    const now = this.clock.now();
    if (this.checkedAt !== '' && now < addMinutes(this.checkedAt, CHECK_EVERY_MINUTES)) return;
    this.checkedAt = now;
    const [row] = await this.db.read<{ n: number; last: string | null }>(
      `SELECT COUNT(*) + (SELECT COUNT(*) FROM unit WHERE kind = 'STREET') AS n, MAX(id) AS last FROM policy`,
    );
    if (`${row?.n}:${row?.last}` !== this.mark) await this.reload();
  }

  async reload(): Promise<void> {
    const rows = await this.db.read<Record<string, string | number>>(
      'SELECT id, unit_id, kind, name, version, effective_at, body FROM policy ORDER BY id',
    );
    const streets = await this.db.read<{ id: string; path: string }>(
      `SELECT id, path FROM unit WHERE kind = 'STREET'`,
    );
    this.above = new Map(streets.map(({ id, path }) => [id, path.split('/').slice(1, -2).reverse()]));
    this.mark = `${rows.length + streets.length}:${rows.at(-1)?.id ?? null}`;
    this.policies = rows.map((row) => ({
      unitId: String(row.unit_id),
      kind: String(row.kind),
      name: String(row.name),
      version: Number(row.version),
      effectiveAt: String(row.effective_at),
      body: JSON.parse(String(row.body)),
    }));
    const years = this.policies
      .filter((policy) => policy.kind === 'calendar')
      .sort((a, b) => a.version - b.version)
      .map((policy) => policy.body as CalendarYear);
    const byYear = new Map([...CALENDARS, ...years].map((year) => [year.year, year]));
    this.calendar = makeCalendar([...byYear.values()]);
  }

  /** The version in force at `now` of the nearest unit up the tree that has one, then the installation's; or null. */
  inForce<T>(rootId: string, kind: string, now: Instant, name = 'default'): T | null {
    for (const unitId of [rootId, ...(this.above.get(rootId) ?? []), EVERYWHERE]) {
      const found = this.policies
        .filter((p) => p.unitId === unitId && p.kind === kind && p.name === name && p.effectiveAt <= now)
        .sort((a, b) =>
          a.effectiveAt === b.effectiveAt ? a.version - b.version : a.effectiveAt < b.effectiveAt ? -1 : 1,
        )
        .at(-1);
      if (found !== undefined) return found.body as T;
    }
    return null;
  }

  clockRules(
    rootId: string,
    now: Instant,
  ): { rows: ClockPolicyRow[]; calendar: Calendar; newId: () => string } {
    const policy = this.inForce<ClockPolicy>(rootId, 'clock', now) ?? { presets: [] };
    return {
      rows: [...(policy.rows ?? []), ...presetRows(...policy.presets)],
      calendar: this.calendar,
      newId,
    };
  }

  limits(rootId: string, now: Instant): Limits {
    return { ...DEFAULT_LIMITS, ...(this.inForce<Partial<Limits>>(rootId, 'limit', now) ?? {}) };
  }

  /** First letters of order numbers. */
  numberPrefix(rootId: string, now: Instant): string {
    return this.inForce<{ prefix: string }>(rootId, 'numbering', now)?.prefix ?? 'YH';
  }

  loadedCalendar(): Calendar {
    return this.calendar;
  }

  /** Adds the next version of a policy; the caller commits, then calls `reload`. */
  async add(
    tx: Tx,
    policy: {
      unitId: string;
      kind: string;
      name: string;
      effectiveAt: Instant;
      body: unknown;
      authorId: string;
    },
  ): Promise<void> {
    const [row] = await tx.query<{ v: number | null }>(
      'SELECT MAX(version) AS v FROM policy WHERE unit_id = ? AND kind = ? AND name = ?',
      [policy.unitId, policy.kind, policy.name],
    );
    await tx.insert('policy', {
      id: newId(),
      unit_id: policy.unitId,
      kind: policy.kind,
      name: policy.name,
      version: Number(row?.v ?? 0) + 1,
      effective_at: policy.effectiveAt,
      body: JSON.stringify(policy.body),
      author_id: policy.authorId,
    });
  }
}
