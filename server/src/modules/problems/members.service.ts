import { Injectable } from '@nestjs/common';
import {
  type ActorFacts,
  type ItemFacts,
  isOpen,
  MEMBER_ACTS,
  type MemberAct,
  type MemberResult,
  type MembersAnswer,
  STATES,
  type State,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { LedgersStore, LedgerWriter } from '../ledgers';
import {
  Commands,
  decide,
  OrdersStore,
  OrderWriter,
  readForm,
  type StoredOrder,
  Visibility,
  type World,
} from '../orders';
import { ActService } from '../orders/act.service';
import { PoliciesService } from '../policies/policies.service';

export interface MembersCommand {
  commandId: string;
  fields: Record<string, unknown>;
  dryRun: boolean;
  signFirst?: boolean;
}

/**
 * One answer to all orders of a problem: one command per member, `<command>:<order>`, each in a transaction of its own
 * and judged by its own clock. Broken off, the same command finishes what is left and doubles nothing.
 */
@Injectable()
export class MembersService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly commands: Commands,
    private readonly acts: ActService,
    private readonly orders: OrdersStore,
    private readonly writer: OrderWriter,
    private readonly visibility: Visibility,
    private readonly policies: PoliciesService,
    private readonly ledgers: LedgersStore,
    private readonly ledgerWriter: LedgerWriter,
  ) {}

  /** Throws NOT_FOUND for a problem of which the actor sees no order, FIELD_INVALID for a wrong form. */
  async run(actor: Actor, itemId: string, act: string, command: MembersCommand): Promise<MembersAnswer> {
    const item = await this.ledgers.find(this.db, itemId);
    if (item === null || item.kind !== 'problem') throw new AppError('NOT_FOUND');
    if (!isMemberAct(act)) throw new AppError('ACTION_UNKNOWN', { action: act.slice(0, 40) });
    const fields = readForm(act, command.fields);
    if (Array.isArray(fields.photos) && fields.photos.length > 0) {
      throw new AppError('FIELD_INVALID', { field: '照片', reason: '一张照片只能附在一件上,请在各件里添加' });
    }
    await this.policies.refresh();
    const members = (await this.seen(actor, itemId)).filter(({ facts }) => isOpen(facts.state));
    if (members.length === 0) throw new AppError('NOT_FOUND');
    const items: MemberResult[] = [];
    for (const member of members) items.push(await this.one(actor, member, act, { ...command, fields }));
    if (act === 'approve' && !command.dryRun) await this.askReview(actor, item, command, items);
    return {
      items,
      can: items.filter(({ can }) => can).length,
      done: items.filter(({ done }) => done).length,
    };
  }

  private async seen(actor: Actor, itemId: string): Promise<StoredOrder[]> {
    const ids = await this.ledgers.orderIdsOf(this.db, itemId);
    const found = await Promise.all(ids.map((id) => this.orders.find(this.db, id)));
    return found.filter(
      (order): order is StoredOrder => order !== null && this.visibility.maySee(actor, order.facts),
    );
  }

  private async one(
    actor: Actor,
    { facts }: StoredOrder,
    act: MemberAct,
    command: MembersCommand,
  ): Promise<MemberResult> {
    const commandId = `${command.commandId}:${facts.id}`;
    const result = (can: boolean, done: boolean, why: string | null): MemberResult => ({
      orderId: facts.id,
      orderNo: facts.orderNo,
      stateLabel: STATES[facts.state],
      can,
      done,
      why,
    });
    if (await this.isDone(actor, commandId)) return result(true, true, null);
    const { signs, refused } = await this.db.inTransaction((tx) =>
      this.judge(tx, actor, facts.id, act, command),
    );
    if (refused !== null) return result(false, false, refused);
    if (command.dryRun) return result(true, false, signs ? '先签收,再答复' : null);
    try {
      const body = { version: facts.version, fields: {} };
      if (signs) await this.acts.act(actor, facts.id, 'sign', { ...body, commandId: newId() });
      const version = facts.version + (signs ? 1 : 0);
      await this.acts.act(actor, facts.id, act, { commandId, version, fields: command.fields });
      return result(true, true, null);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return result(false, false, error.message);
    }
  }

  private async isDone(actor: Actor, commandId: string): Promise<boolean> {
    const key = `${actor.personId}:${commandId}`;
    const [row] = await this.db.read('SELECT command_key FROM idem WHERE command_key = ?', [key]);
    return row !== undefined;
  }

  /** What the rules say to it, on paper: nothing is written. */
  private async judge(
    tx: Tx,
    actor: Actor,
    orderId: string,
    act: MemberAct,
    { fields, signFirst }: MembersCommand,
  ): Promise<{ signs: boolean; refused: string | null }> {
    const stored = await this.orders.find(tx, orderId);
    if (stored === null) throw new AppError('NOT_FOUND');
    const now = this.clock.now();
    const by: ActorFacts = { personId: actor.personId, system: false, grants: actor.grants };
    let world: World = await this.writer.worldOf(tx, stored, now);
    const signs = act === 'reply' && signFirst === true && stored.facts.state === 'DISPATCHED';
    if (signs) {
      const signed = decide(world, { action: 'sign', actor: by, form: {}, now });
      if (signed.refused !== null) return { signs, refused: said(signed.refused) };
      world = { ...world, facts: signed.decision.facts, clocks: signed.decision.clocks };
    }
    const verdict = decide(world, { action: act, actor: by, form: fields, now });
    return { signs, refused: verdict.refused === null ? null : said(verdict.refused) };
  }

  /** Once every member has its result, the entry waits to be struck off by somebody else. */
  private async askReview(
    actor: Actor,
    item: ItemFacts,
    { commandId }: MembersCommand,
    items: readonly MemberResult[],
  ): Promise<void> {
    const done = items.filter((each) => each.done).length;
    if (done === 0) return;
    const once = {
      personId: actor.personId,
      commandId: `${commandId}:${item.id}`,
      body: ['review', item.id],
    };
    await this.commands.once(once, async (tx) => {
      const current = await this.ledgers.find(tx, item.id);
      const at = this.clock.now();
      const orders = await this.ledgers.ordersOf(tx, item.id);
      const isHandled = orders.every(({ state }) => state === 'TO_VISIT' || !isOpen(state as State));
      if (current === null || current.state !== 'OPEN' || !isHandled) {
        return { streamId: item.id, seq: current?.version ?? 0, at };
      }
      const acting = { personId: actor.personId, unitId: null, now: at, commandId };
      const result = { result: `${MEMBER_ACTS.reply} ${done} 件,逐件待回访` };
      const after = await this.ledgerWriter.act(tx, current, 'review', acting, result);
      return { streamId: item.id, seq: after.version, at };
    });
  }
}

const isMemberAct = (act: string): act is MemberAct => Object.hasOwn(MEMBER_ACTS, act);
const said = ({
  code,
  details,
}: {
  code: ConstructorParameters<typeof AppError>[0];
  details: Record<string, unknown>;
}) => new AppError(code, details).message;
