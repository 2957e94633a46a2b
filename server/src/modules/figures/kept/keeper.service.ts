import { Injectable } from '@nestjs/common';
import { Db, type Tx } from '../../../platform/db/db';
import { isDuplicate } from '../../../platform/db/engine-errors';
import { AppError } from '../../../platform/errors';
import { KeptStore } from './kept.store';
import { Reckoner } from './reckoner.service';

/** Orders reckoned at a time: short enough that nobody who files notices. */
const BATCH = 100;
/** Rounds of one call at most: the next call goes on. Old orders take their time. */
const ROUNDS = 50;
const BUILDING_ROUNDS = 10;
/** More than so many events behind, a reader does not wait for the rounds; nor for more than a few old orders. */
const BEHIND_AT_MOST = 1000;
const BUILDING_A_READER_WAITS_FOR = 3;
/** Up to which order everything filed before anything was noted has been reckoned. */
const BUILT = 'figures.built';
const DONE = 'done';

/** Another process reckoned the same orders. */
class TakenError extends Error {}

/** Keeps what orders add to the figures up to date: reckons what is due, and once what was there before. */
@Injectable()
export class FigureKeeper {
  private isBuilt = false;
  private settling: Promise<number> | null = null;

  constructor(
    private readonly db: Db,
    private readonly store: KeptStore,
    private readonly reckoner: Reckoner,
  ) {}

  /** One round; answers how many events were followed and old orders reckoned. */
  async tick(): Promise<number> {
    let done = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const some = await this.settle();
      if (some === 0) break;
      done += some;
    }
    for (let round = 0; round < BUILDING_ROUNDS; round += 1) {
      const some = await this.buildSome();
      if (some === 0) break;
      done += some;
    }
    return done;
  }

  /** True when what is kept says all there is to say; brings a little that is missing up to date first. */
  async ready(): Promise<boolean> {
    try {
      for (let round = 0; round < BUILDING_A_READER_WAITS_FOR; round += 1) await this.buildSome();
      if (!(await this.isDone())) return false;
      for (let round = 0; round <= (2 * BEHIND_AT_MOST) / BATCH; round += 1) {
        const due = await this.db.read(`SELECT id FROM figure_due LIMIT ${BEHIND_AT_MOST + 1}`);
        if (due.length === 0) return true;
        await this.settle();
        if (due.length > BEHIND_AT_MOST) return false;
      }
    } catch (error) {
      // A full disk must not hide figures that can be had without writing.
      if (!(error instanceof AppError)) throw error;
    }
    return false;
  }

  /** Whether all orders there were before anything was noted have been reckoned. */
  async isDone(): Promise<boolean> {
    return (await this.built()) === DONE;
  }

  /** Reckons every order anew and puts right what is kept of them; answers how many orders. */
  async rebuild(): Promise<number> {
    let all = 0;
    for (let after: string | null = ''; after !== null; ) {
      const ids = await this.idsAfter(after);
      const reckoned = await this.reckoner.of(ids);
      await this.db.inTransaction(async (tx) => {
        await this.store.lock(tx);
        await this.store.replace(tx, reckoned);
      });
      all += ids.length;
      after = ids.length < BATCH ? null : (ids.at(-1) ?? null);
    }
    return all;
  }

  /** Those who ask at the same time wait for one and the same round. */
  private settle(): Promise<number> {
    this.settling ??= this.settleSome().finally(() => {
      this.settling = null;
    });
    return this.settling;
  }

  /** The oldest of what is due; 0 when nothing is, or another process was faster. */
  private async settleSome(): Promise<number> {
    const rows = await this.db.read<{ id: string; order_id: string }>(
      `SELECT id, order_id FROM figure_due ORDER BY id LIMIT ${BATCH}`,
    );
    if (rows.length === 0) return 0;
    const reckoned = await this.reckoner.of([...new Set(rows.map(({ order_id }) => order_id))]);
    const isDone = await this.once(async (tx) => {
      const ids = rows.map(({ id }) => id);
      if (!(await this.store.settled(tx, ids))) throw new TakenError();
      await this.store.replace(tx, reckoned);
    });
    return isDone ? rows.length : 0;
  }

  /** The next of the orders there were before anything was noted. */
  private async buildSome(): Promise<number> {
    const upTo = await this.built();
    if (upTo === DONE) return 0;
    const ids = await this.idsAfter(upTo ?? '');
    const reckoned = await this.reckoner.of(ids);
    const next = ids.length < BATCH ? DONE : (ids.at(-1) ?? DONE);
    await this.once(async (tx) => {
      const [known] = await tx.query<{ value: string }>('SELECT value FROM shared_value WHERE name = ?', [
        BUILT,
      ]);
      if ((known?.value ?? null) !== upTo) throw new TakenError();
      await this.store.replace(tx, reckoned);
      if (known === undefined) await tx.insert('shared_value', { name: BUILT, value: next, until_at: null });
      else await tx.execute('UPDATE shared_value SET value = ? WHERE name = ?', [next, BUILT]);
    });
    return ids.length;
  }

  private async built(): Promise<string | null> {
    if (this.isBuilt) return DONE;
    const [row] = await this.db.read<{ value: string }>('SELECT value FROM shared_value WHERE name = ?', [
      BUILT,
    ]);
    this.isBuilt = row?.value === DONE;
    return row?.value ?? null;
  }

  private async idsAfter(id: string): Promise<string[]> {
    const rows = await this.db.read<{ id: string }>(
      `SELECT id FROM work_order WHERE id > ? ORDER BY id LIMIT ${BATCH}`,
      [id],
    );
    return rows.map((row) => row.id);
  }

  /** Alone; false when another process has done the same meanwhile. */
  private async once(work: (tx: Tx) => Promise<void>): Promise<boolean> {
    try {
      await this.db.inTransaction(async (tx) => {
        await this.store.lock(tx);
        await work(tx);
      });
      return true;
    } catch (error) {
      if (error instanceof TakenError || isDuplicate(error)) return false;
      throw error;
    }
  }
}
