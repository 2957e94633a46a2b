import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { addMinutes, type Instant, type InvariantResult } from '@yihu/shared';
import { Db, PATIENT_MS, type SqlValue } from '../../platform/db/db';
import { type Invariant, type InvariantParam, readInvariants } from './invariants';

/** Orders a query looks at at a time: some milliseconds of one core. */
const SLICE = 250;
/** Offenders a query tells at most; more are as good as these. */
const LIMIT = 1000;
const SHOWN = 5;
/** After every id. */
const END = '~';
const DAY = 24 * 60;
/** Rows of the audit older than this may have gone by retention (its floor). */
const AUDIT_KEPT_DAYS = 1095;

/** Runs the queries of invariants.sql; answers those that found something. */
@Injectable()
export class InvariantsService {
  private readonly invariants = readInvariants();

  constructor(private readonly db: Db) {}

  get count(): number {
    return this.invariants.length;
  }

  /** All of them over all data, slice by slice: other requests are served in between. */
  async run(now: Instant): Promise<InvariantResult[]> {
    const found = new Map<string, Set<string>>();
    const look = async (invariant: Invariant, after: string, upto: string) => {
      const subjects = found.get(invariant.name) ?? new Set<string>();
      for (const subject of await this.offenders(invariant, paramsAt(now, after, upto)))
        subjects.add(subject);
      found.set(invariant.name, subjects);
      await setImmediate();
    };
    for (const invariant of this.invariants) if (!invariant.sliced) await look(invariant, '', END);
    for (let after = ''; after !== END; ) {
      const upto = await this.sliceEnd(after);
      for (const invariant of this.invariants) if (invariant.sliced) await look(invariant, after, upto);
      after = upto;
    }
    return this.invariants.flatMap(({ name, title }) => {
      const subjects = [...(found.get(name) ?? [])].sort();
      return subjects.length === 0
        ? []
        : [{ name, title, count: subjects.length, subjects: subjects.slice(0, SHOWN) }];
    });
  }

  private async sliceEnd(after: string): Promise<string> {
    const [row] = await this.db.read<{ id: string }>(
      `SELECT id FROM work_order WHERE id > ? ORDER BY id LIMIT 1 OFFSET ${SLICE - 1}`,
      [after],
    );
    return row?.id ?? END;
  }

  private async offenders(invariant: Invariant, values: Record<InvariantParam, SqlValue>): Promise<string[]> {
    const rows = await this.db.read<{ subject: string }>(
      `${invariant.sql}\nLIMIT ${LIMIT}`,
      invariant.params.map((param) => values[param]),
      PATIENT_MS,
    );
    return rows.map((row) => String(row.subject));
  }
}

function paramsAt(now: Instant, after: string, upto: string): Record<InvariantParam, SqlValue> {
  return {
    after,
    upto,
    ago5m: addMinutes(now, -5),
    ago2m: addMinutes(now, -2),
    ago1h: addMinutes(now, -60),
    auditkept: addMinutes(now, -AUDIT_KEPT_DAYS * DAY),
  };
}
