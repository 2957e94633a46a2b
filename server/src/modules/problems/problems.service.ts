import { Injectable } from '@nestjs/common';
import { type ActBody, type GeoPoint, type NearProblem, type Receipt, type SubmitOrder } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { Commands, checkFiling, type Done, OrdersStore, OrderWriter, Visibility } from '../orders';
import { SubmitService } from '../orders/submit.service';
import { PoliciesService } from '../policies/policies.service';
import { ProblemsQuery } from './problems.query';

/** 我也遇到: open problems near a place, and joining one with an order of one's own. */
@Injectable()
export class ProblemsService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly commands: Commands,
    private readonly submits: SubmitService,
    private readonly orders: OrdersStore,
    private readonly writer: OrderWriter,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly query: ProblemsQuery,
    private readonly policies: PoliciesService,
  ) {}

  near(point: GeoPoint): Promise<NearProblem[]> {
    const { wgs84 } = this.directory.locate(point);
    return this.query.near(Math.round(wgs84.lat * 1e6), Math.round(wgs84.lng * 1e6));
  }

  /**
   * Files an order of the problem's class and joins it, once per draft: sent again, it finishes what was begun.
   * Throws PROBLEM_CLOSED when nobody may join it (any more).
   */
  async alsoMine(actor: Actor, itemId: string, filed: SubmitOrder): Promise<Receipt> {
    const problem = await this.db.inTransaction((tx) => this.query.joinable(tx, itemId, ''));
    if (problem === null) throw new AppError('PROBLEM_CLOSED');
    const text =
      filed.text === ''
        ? `我也遇到:${this.policies.leaf(problem.rootId, problem.classCode)?.name ?? ''}`
        : filed.text;
    const checked = checkFiling({ ...filed, text, classCode: problem.classCode, streetId: problem.rootId });
    if (checked.refused !== null) throw new AppError(checked.refused.code, checked.refused.details);
    const receipt = await this.submits.submit({
      input: checked.input,
      actor,
      channel: 'MINI_PROGRAM',
      isForCaller: false,
    });
    await this.join(actor, itemId, receipt.orderId, { commandId: filed.draftId, version: 0, fields: {} });
    return receipt;
  }

  /** Joins an order. Throws NOT_FOUND for one the actor does not see, PROBLEM_CLOSED, PROBLEM_TWICE. */
  async join(actor: Actor, itemId: string, orderId: string, { commandId }: ActBody): Promise<void> {
    const command = { personId: actor.personId, commandId, body: ['join', itemId, orderId] };
    await this.commands.once(command, (tx) => this.joinIn(tx, actor, itemId, orderId, commandId));
  }

  private async joinIn(
    tx: Tx,
    actor: Actor,
    itemId: string,
    orderId: string,
    commandId: string,
  ): Promise<Done> {
    const stored = await this.orders.find(tx, orderId);
    if (stored === null || !this.visibility.maySee(actor, stored.facts)) throw new AppError('NOT_FOUND');
    const now = this.clock.now();
    const found = await this.query.joinable(tx, itemId, orderId);
    const fits = found !== null && found.rootId === stored.facts.rootId;
    const problem = fits ? { id: itemId, joinable: true, members: found.members } : null;
    const world = await this.writer.worldOf(tx, stored, now);
    const facts = { personId: actor.personId, system: false, grants: actor.grants };
    const { event } = await this.writer.carryOut(
      tx,
      { ...world, asked: { ...world.asked, problem } },
      { action: 'join', actor: facts, form: {}, now },
      commandId,
    );
    return { streamId: orderId, seq: event.seq, at: now };
  }
}
