import { Injectable } from '@nestjs/common';
import { type DeletionDone, type DeletionPlan, STATES, type State } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { Erasure } from '../bindings/erasure.service';
import { DirectoryService } from '../directory/directory.service';
import { RetentionService } from '../retention/retention.service';
import { OwnPersonStore } from './own-person.store';
import { DELETED, keptThings } from './rules/deletion-plan';
import { fateOf } from './rules/fates';

/** 注销账号: says what it means before, and does it. */
@Injectable()
export class AccountClosing {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly persons: OwnPersonStore,
    private readonly directory: DirectoryService,
    private readonly retention: RetentionService,
    private readonly erasure: Erasure,
  ) {}

  /** Throws ACCOUNT_OF_OFFICE for members of staff. */
  async plan(actor: Actor): Promise<DeletionPlan> {
    requireOwnAccount(actor);
    const now = this.clock.now();
    const { SIGN_IN, AUDIT } = this.retention.days(now);
    const orders = await this.persons.ordersOf(actor.personId);
    const openOrders = orders.flatMap((order) => {
      const state = order.state as State;
      const unit = this.directory.findUnit(order.lead_unit_id ?? order.office_unit_id);
      const fate = fateOf(state, unit?.name ?? '街道热线办');
      if (fate === null) return [];
      const { id: orderId, order_no: orderNo, title } = order;
      return [{ orderId, orderNo, title, stateLabel: STATES[state], fate }];
    });
    return { deleted: [...DELETED], kept: keptThings(now, { signIns: SIGN_IN, audit: AUDIT }), openOrders };
  }

  /**
   * Ends the account in one transaction. Her orders stay what they are and go on; who filed them is nobody's to know
   * any more. Throws ACCOUNT_OF_OFFICE for members of staff.
   */
  async close(actor: Actor): Promise<DeletionDone> {
    requireOwnAccount(actor);
    const done = await this.db.inTransaction((tx) =>
      this.erasure.account(tx, { id: actor.personId, staff: false }, 'privacy.deleted', actor.personId),
    );
    return { at: this.clock.now(), ...done };
  }
}

function requireOwnAccount(actor: Actor): void {
  if (actor.staff) throw new AppError('ACCOUNT_OF_OFFICE');
}
