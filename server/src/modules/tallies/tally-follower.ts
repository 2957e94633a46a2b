import { Injectable, type OnModuleInit } from '@nestjs/common';
import { fold, type OrderFacts } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { type Decision, type OrderFollower, OrderWriter } from '../orders';
import { type Counted, countedOf } from './rules/cells';
import { TalliesStore } from './tallies.store';

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
    const [was, is] = [countedOf(before), countedOf(fold(before, event))];
    if (!differ(was, is)) return null;
    this.store.note(tx, was, -1);
    this.store.note(tx, is, 1);
    return null;
  }
}

function differ(a: Counted, b: Counted): boolean {
  return (Object.keys(a) as (keyof Counted)[]).some((name) => a[name] !== b[name]);
}
