import { Injectable, type OnModuleInit } from '@nestjs/common';
import { fold, type OrderFacts } from '@yihu/shared';
import type { Tx } from '../../../platform/db/db';
import { type Decision, type OrderFollower, OrderWriter } from '../../orders';
import { KeptStore } from './kept.store';
import { matterOf, RepeatsQuery } from './repeats.query';

/** Whatever happens to an order, what it adds to the figures is reckoned anew: noted with the event itself. */
@Injectable()
export class DueFollower implements OrderFollower, OnModuleInit {
  constructor(
    private readonly writer: OrderWriter,
    private readonly store: KeptStore,
    private readonly repeats: RepeatsQuery,
  ) {}

  onModuleInit(): void {
    this.writer.join(this);
  }

  async filed(tx: Tx, facts: OrderFacts): Promise<null> {
    await this.store.note(tx, [facts]);
    return null;
  }

  /** An order that became another matter, or none, changes which later ones of its filer repeat it. */
  async follow(tx: Tx, before: OrderFacts, { event }: Decision): Promise<null> {
    const after = fold(before, event);
    const touched = [after];
    if (matterOf(before) !== matterOf(after)) {
      for (const { id, classCode } of new Set([before, after])) {
        for (const other of await this.repeats.after(tx, { id, classCode }))
          touched.push({ ...after, id: other });
      }
    }
    await this.store.note(tx, touched);
    return null;
  }
}
