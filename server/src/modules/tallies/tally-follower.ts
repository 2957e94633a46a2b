import { Injectable, type OnModuleInit } from '@nestjs/common';
import { fold, type OrderFacts } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { type Decision, type OrderFollower, OrderWriter } from '../orders';
import { countedOf } from './rules/cells';
import { TalliesStore } from './tallies.store';

/** What `countedOf` looks at. */
const COUNTED_BY = ['rootId', 'receivedAt', 'classCode', 'gridId', 'channel', 'source'] as const;

/** Counts every order as it is filed, and anew when something it is counted by is corrected. */
@Injectable()
export class TallyFollower implements OrderFollower, OnModuleInit {
  constructor(
    private readonly writer: OrderWriter,
    private readonly store: TalliesStore,
  ) {}

  onModuleInit(): void {
    this.writer.join(this);
  }

  async filed(tx: Tx, facts: OrderFacts): Promise<null> {
    this.store.note(tx, countedOf(facts), 1);
    return null;
  }

  async follow(tx: Tx, before: OrderFacts, { event }: Decision): Promise<null> {
    // What other followers made of the order meanwhile was told as an event of its own.
    const after = fold(before, event);
    if (COUNTED_BY.every((name) => before[name] === after[name])) return null;
    const [was, is] = [countedOf(before), countedOf(after)];
    this.store.note(tx, was, -1);
    this.store.note(tx, is, 1);
    return null;
  }
}
