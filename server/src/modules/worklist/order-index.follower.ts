import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Instant, OrderFacts } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { OrderMarksStore, OrderWords } from '../order-index';
import { type Decision, type NewOrder, type OrderFollower, OrderWriter } from '../orders';

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

  async filed(
    tx: Tx,
    facts: OrderFacts,
    _clocks: unknown,
    _now: Instant,
    { title, private: own }: NewOrder,
  ): Promise<null> {
    await this.words.begin(tx, facts.id, {
      ...{ root_id: facts.rootId, order_no: facts.orderNo, title },
      ...{ community_id: facts.communityId, grid_id: facts.gridId },
      ...{ party_kind: facts.partyKind, confidentiality: facts.confidentiality },
      ...{ name: own.name, company: own.company, address: own.address, content: own.content },
    });
    await this.marks.begin(tx, facts, own.phoneBidx);
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
