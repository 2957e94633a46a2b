import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type ActBody,
  type ActionName,
  actionOfEvent,
  formatLocal,
  type OrderEvent,
  STATES,
  TRANSITIONS,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { missingOrder } from '../../platform/db/restored';
import { AppError } from '../../platform/errors';
import { PoliciesService } from '../policies/policies.service';
import { OrderWriter, StaleVersionError } from './order-writer';
import { OrdersStore, type StoredOrder } from './orders.store';
import { PeopleQuery } from './people.query';
import { OrderProposals } from './proposals.service';
import { distanceM } from './rules/distance';
import { Visibility } from './visibility';

const TRIES = 5;
/** Events that change nothing a decision was made on. */
const HARMLESS: ReadonlySet<ActionName> = new Set([
  'light',
  'climb',
  'note',
  'seen',
  'calendarLoaded',
  'contact',
  'item',
  'urge',
]);

/** Takes back what a rehearsal did. */
class Rehearsed extends Error {}

/** One action of one person on one order, exactly once per command id. */
@Injectable()
export class ActService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: OrdersStore,
    private readonly policies: PoliciesService,
    private readonly writer: OrderWriter,
    private readonly people: PeopleQuery,
    private readonly visibility: Visibility,
    private readonly proposals: OrderProposals,
  ) {}

  /** Throws AppError: NOT_FOUND for an order the actor may not see, CONFLICT with who did what, or a rule's code. */
  async act(actor: Actor, orderId: string, action: ActionName, body: ActBody): Promise<void> {
    await this.policies.refresh();
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.db.inTransaction((tx) => this.once(tx, actor, orderId, action, body));
        return;
      } catch (error) {
        const isRace = error instanceof StaleVersionError || isDuplicate(error);
        if (!isRace) throw error;
        if (attempt >= TRIES) throw new AppError('UNAVAILABLE');
      }
    }
  }

  /**
   * The same without a trace: everything is carried out and taken back, so a rehearsal refuses what the act itself
   * would refuse. Throws what `act` throws.
   */
  async rehearse(actor: Actor, orderId: string, action: ActionName, body: ActBody): Promise<void> {
    const over = new Rehearsed();
    await this.policies.refresh();
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.db.inTransaction(async (tx) => {
          await this.once(tx, actor, orderId, action, body);
          throw over;
        });
      } catch (error) {
        if (error === over) return;
        if (!(error instanceof StaleVersionError || isDuplicate(error))) throw error;
        if (attempt >= TRIES) throw new AppError('UNAVAILABLE');
      }
    }
  }

  private async once(
    tx: Tx,
    actor: Actor,
    orderId: string,
    action: ActionName,
    body: ActBody,
  ): Promise<void> {
    const stored = await this.store.find(tx, orderId);
    if (stored === null) throw await missingOrder(tx, orderId);
    if (!this.visibility.maySee(actor, stored.facts)) throw new AppError('NOT_FOUND');
    const commandKey = `${actor.personId}:${body.commandId}`;
    const hash = createHash('sha256')
      .update(`${orderId}\n${action}\n${JSON.stringify(body.fields)}`)
      .digest('hex');
    if (await this.isRepeat(tx, commandKey, hash)) return;
    const now = this.clock.now();
    await this.refuseStale(tx, stored, action, body.version);
    const world = await this.writer.worldOf(tx, stored, now);
    const proposals = await this.proposals.at(tx, action, stored, now);
    const said = action === 'arrive' ? withDistance(body.fields, stored) : body.fields;
    const form = proposals === null ? said : { ...said, proposals };
    const decision = await this.writer
      .carryOut(
        tx,
        world,
        { action, actor: { personId: actor.personId, system: false, grants: actor.grants }, form, now },
        body.commandId,
      )
      .catch((error: unknown) => this.explain(tx, stored, body.version, error));
    await tx.insert('idem', {
      command_key: commandKey,
      body_hash: hash,
      order_id: orderId,
      seq: decision.event.seq,
      at: now,
    });
  }

  /** True when this command was already carried out; the same id with another body is refused. */
  private async isRepeat(tx: Tx, commandKey: string, hash: string): Promise<boolean> {
    const [row] = await tx.query<{ body_hash: string }>('SELECT body_hash FROM idem WHERE command_key = ?', [
      commandKey,
    ]);
    if (row === undefined) return false;
    if (row.body_hash !== hash) throw new AppError('COMMAND_REUSED');
    return true;
  }

  /** A decision made on an old picture is refused with who did what since. */
  private async refuseStale(tx: Tx, stored: StoredOrder, action: ActionName, version: number): Promise<void> {
    if (!TRANSITIONS[action].decides || version >= stored.facts.version) return;
    const conflict = await this.conflictSince(tx, stored, version);
    if (conflict !== null) throw conflict;
  }

  /** A wrong state behind a stale screen is somebody else's doing: say whose. */
  private async explain(tx: Tx, stored: StoredOrder, version: number, error: unknown): Promise<never> {
    const isWrongState = error instanceof AppError && error.code === 'ACTION_WRONG_STATE';
    const conflict = isWrongState ? await this.conflictSince(tx, stored, version) : null;
    throw conflict ?? error;
  }

  private async conflictSince(tx: Tx, stored: StoredOrder, version: number): Promise<AppError | null> {
    const events = await this.store.eventsOf(tx, stored.facts.id, version);
    const told = events.filter((event) => isTelling(event));
    // What the system did about it followed from what somebody did: that somebody is who is asked about.
    const telling = told.findLast(({ actorId }) => actorId !== 'SYSTEM') ?? told.at(-1);
    if (telling === undefined) return null;
    const action = actionOfEvent(telling.name);
    return new AppError('CONFLICT', {
      who: await this.people.displayName(tx, telling, stored.facts),
      at: formatLocal(telling.at),
      did: action === null ? '提交' : TRANSITIONS[action].did,
      state: STATES[stored.facts.state],
      version: stored.facts.version,
    });
  }
}

function isTelling(event: OrderEvent): boolean {
  const action = actionOfEvent(event.name);
  return action === null || !HARMLESS.has(action);
}

/** Distance from the order's place, computed here from the WGS-84 pairs, never taken from the phone. */
function withDistance(fields: ActBody['fields'], stored: StoredOrder): ActBody['fields'] {
  const distance = distanceM(fields.point, stored);
  return distance === null ? fields : { ...fields, distance };
}
