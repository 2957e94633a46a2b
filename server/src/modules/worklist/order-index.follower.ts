import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { OrderFacts } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { OrderMarksStore, OrderWords } from '../order-index';
import { type Decision, type OrderFollower, OrderWriter } from '../orders';

/** Keeps what orders are found by in step with them, in the transaction of whatever happens to them. */
@Injectable()
export class OrderIndexFollower implements OrderFollower, OnModuleInit {
  constructor(
    private readonly writer: OrderWriter,
    private readonly words: OrderWords,
    private readonly marks: OrderMarksStore,
  ) {}

  onModuleInit(): void {
    this.writer.join(this);
  }

  async filed(tx: Tx, facts: OrderFacts): Promise<null> {
    await this.words.refresh(tx, facts.id);
    await this.marks.begin(tx, facts);
    return null;
  }

  async follow(tx: Tx, before: OrderFacts, { facts, event, texts }: Decision): Promise<null> {
    const isReworded = said(before) !== said(facts) || texts.some(({ field }) => field === 'transcript');
    if (isReworded) await this.words.refresh(tx, facts.id);
    await this.marks.follow(tx, before, facts, event);
    return null;
  }
}

/** Facts whose words an order is found by. */
function said({ classCode, gridId, communityId, partyKind, confidentiality }: OrderFacts): string {
  return [classCode, gridId, communityId, partyKind, confidentiality].join();
}
