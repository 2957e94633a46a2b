import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { OrderFacts } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { type Decision, type OrderFollower, OrderWriter } from '../orders';
import { Precedents } from '../policies/precedents.service';

const OFFERS_SHOWING_DOUBT = 2;

/** Keeps whom a leader named where the duty list names nobody, or named units that would not do (M66, R1, R2). */
@Injectable()
export class KeepPrecedents implements OrderFollower, OnModuleInit {
  constructor(
    private readonly orderWriter: OrderWriter,
    private readonly directory: DirectoryService,
    private readonly precedents: Precedents,
  ) {}

  onModuleInit(): void {
    this.orderWriter.join(this);
  }

  async follow(tx: Tx, before: OrderFacts, { action, event, facts }: Decision): Promise<null> {
    if (action !== 'assign' || facts.leadUnitId === null) return null;
    const isDoubtful = before.returns > 0 || before.offersRefused >= OFFERS_SHOWING_DOUBT;
    if (!isDoubtful && this.directory.isListed(before.rootId, before, before.gridId)) return null;
    await this.precedents.keep(tx, facts, {
      unitId: facts.leadUnitId,
      orderNo: facts.orderNo,
      leaderId: event.actorId,
      now: event.at,
    });
    return null;
  }
}
