import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  dayOf,
  goingOn,
  type Instant,
  type ItemEvent,
  type ItemFacts,
  isOpen,
  LEDGERS,
  ledgerKind,
  type State,
} from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';
import type { ItemFollower } from './entry-commands';
import { LedgerWriter } from './ledger-writer';
import { LedgersStore } from './ledgers.store';

/** Entries of one ledger of a street that are looked at: meetings of years. */
const AT_MOST = 500;
const STANDING = ['OPEN', 'TO_REVIEW'] as const;
const ROUND = Object.entries(LEDGERS).flatMap(([name, kind]) =>
  kind.comesRound === undefined ? [] : [name],
);

/**
 * What a meeting leaves open comes back on the agenda of the next one: as soon as that one is entered, when the result
 * of the first is written down, or, found by looking, when its day is over.
 */
@Injectable()
export class AgendaRounds implements ItemFollower, OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly store: LedgersStore,
    private readonly writer: LedgerWriter,
  ) {}

  onModuleInit(): void {
    this.writer.join(this);
  }

  async followItem(tx: Tx, { kind, rootId }: ItemFacts, { name, at }: ItemEvent): Promise<void> {
    const isOwnDoing = name === 'item.followed' || name === 'item.carried';
    if (ledgerKind(kind).comesRound !== undefined && !isOwnDoing) await this.goOn(tx, rootId, kind, at);
  }

  /** What a street has to hand on, to be done each in a transaction of its own. */
  async due(rootId: string, now: Instant): Promise<((tx: Tx) => Promise<boolean>)[]> {
    const work: ((tx: Tx) => Promise<boolean>)[] = [];
    for (const kind of ROUND) {
      const isDue = (await this.pairs(this.db, rootId, kind, now)).length > 0;
      if (isDue) work.push((tx) => this.goOn(tx, rootId, kind, now));
    }
    return work;
  }

  private async pairs(reader: Tx | Db, rootId: string, kind: string, now: Instant) {
    const entries = await this.store.list(reader, [rootId], kind, STANDING, AT_MOST);
    return goingOn(ledgerKind(kind), entries, dayOf(now));
  }

  private async goOn(tx: Tx, rootId: string, kind: string, now: Instant): Promise<boolean> {
    const acting = { personId: 'SYSTEM', unitId: null, now, commandId: null };
    let moved = false;
    // Handing on changes both entries: each is read again for the next pair.
    for (const pair of await this.pairs(tx, rootId, kind, now)) {
      const [from, to] = [await this.store.find(tx, pair.from.id), await this.store.find(tx, pair.to.id)];
      if (from === null || to === null) continue;
      const open = (await this.store.ordersOf(tx, from.id)).filter(({ state }) => isOpen(state as State));
      if (open.length === 0) continue;
      await this.writer.carryOver(
        tx,
        { from, to },
        open.map(({ id }) => id),
        acting,
      );
      moved = true;
    }
    return moved;
  }
}
