import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/db/db';
import { OrderMarksStore } from './order-marks.store';
import { OrderWords } from './order-words.service';

/** What orders are found by, for whoever changes what a filer left with hers beside the order itself. */
@Injectable()
export class OrderIndex {
  constructor(
    private readonly words: OrderWords,
    private readonly marks: OrderMarksStore,
  ) {}

  /** Runs a change of an order's private part; afterwards it is found by what it says then, and by nothing else. */
  async whileChanging<T>(tx: Tx, orderId: string, change: () => Promise<T>): Promise<T> {
    const before = await this.marks.openAlike(tx, orderId);
    const result = await change();
    await this.words.refresh(tx, orderId);
    const after = await this.marks.openAlike(tx, orderId);
    const touched = new Map([...before, ...after].map((order) => [order.id, order]));
    for (const order of touched.values()) {
      await this.marks.reviewRepeats(tx, order, [order.classCode]);
    }
    return result;
  }
}
