import { Injectable } from '@nestjs/common';
import type { Instant, OrderFacts, RunFacts } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';

/** What a step of a procedure asks to be put on a ledger. */
export interface ItemAsked {
  kind: string;
  form: Readonly<Record<string, unknown>>;
  run: RunFacts;
  /** The order it is about; null for a procedure that hangs on none. */
  order: OrderFacts | null;
  actorId: string;
  unitId: string | null;
  now: Instant;
}

type Enter = (tx: Tx, asked: ItemAsked) => Promise<void>;

/** Where ledgers say how something is entered, so that procedures need not know them. */
@Injectable()
export class LedgerDoor {
  private enterBy: Enter | null = null;

  open(enter: Enter): void {
    this.enterBy = enter;
  }

  /** Throws when no ledgers are there to enter it. */
  async enter(tx: Tx, asked: ItemAsked): Promise<void> {
    if (this.enterBy === null) throw new Error(`nobody keeps ${asked.kind}`);
    await this.enterBy(tx, asked);
  }
}
