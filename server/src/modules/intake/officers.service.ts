import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ActorFacts, type Instant, OPEN_STATES, type OrderFacts, readEntries } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { EnterprisesService, type Firm } from '../enterprises/enterprises.service';
import { type Decision, type OrderFollower, OrdersStore, OrderWriter, StaleVersionError } from '../orders';
import { ProceduresStore, ProcedureWriter, type StepCommand } from '../procedures';

const KIND = 'officer';
const SYSTEM: ActorFacts = { personId: 'SYSTEM', system: true, grants: [], effect: true };

/** Puts the officer of a firm on each of its orders, by name (M90). */
@Injectable()
export class Officers implements OrderFollower, OnModuleInit {
  constructor(
    private readonly writer: OrderWriter,
    private readonly orders: OrdersStore,
    private readonly firms: EnterprisesService,
    private readonly procedures: ProcedureWriter,
    private readonly runs: ProceduresStore,
  ) {}

  onModuleInit(): void {
    this.writer.join(this);
  }

  /** A corrected party may make it the order of another firm, or of none. */
  async follow(
    tx: Tx,
    before: OrderFacts,
    { facts, event }: Decision,
  ): Promise<Pick<Decision, 'facts' | 'clocks'> | null> {
    if (event.name !== 'order.classified' || before.enterpriseId === facts.enterpriseId) return null;
    const running = readEntries(facts.procedures).find(({ kind }) => kind === KIND);
    if (running !== undefined) await this.end(tx, facts, running.id, event.at);
    const firm = await this.firmOf(tx, facts);
    if (firm?.officerId != null) await this.open(tx, facts, firm, event.at);
    return this.reread(tx, facts.id, event.at);
  }

  async filed(
    tx: Tx,
    facts: OrderFacts,
    _: unknown,
    now: Instant,
  ): Promise<Pick<Decision, 'facts' | 'clocks'> | null> {
    const firm = await this.firmOf(tx, facts);
    if (firm?.officerId == null) return null;
    await this.open(tx, facts, firm, now);
    return this.reread(tx, facts.id, now);
  }

  private async firmOf(tx: Tx, { enterpriseId }: OrderFacts): Promise<Firm | null> {
    return enterpriseId === null ? null : this.firms.find(tx, enterpriseId);
  }

  private async reread(tx: Tx, orderId: string, now: Instant): Promise<Pick<Decision, 'facts' | 'clocks'>> {
    const stored = await this.orders.find(tx, orderId);
    if (stored === null) throw new StaleVersionError();
    const { facts, clocks } = await this.writer.worldOf(tx, stored, now);
    return { facts, clocks: [...clocks] };
  }

  /** Another officer, or none, on every open order of the firm. */
  async replace(tx: Tx, firm: Firm, now: Instant): Promise<void> {
    const open = await tx.query<{ id: string }>(
      `SELECT id FROM work_order WHERE enterprise_id = ? AND state IN (${OPEN_STATES.map(() => '?').join(',')}) ORDER BY id`,
      [firm.id, ...OPEN_STATES],
    );
    for (const { id } of open) {
      const stored = await this.orders.find(tx, id);
      if (stored === null) continue;
      const running = readEntries(stored.facts.procedures).find(({ kind }) => kind === KIND);
      if (running !== undefined) await this.end(tx, stored.facts, running.id, now);
      if (firm.officerId !== null) await this.open(tx, stored.facts, firm, now);
    }
  }

  private async end(tx: Tx, facts: OrderFacts, runId: string, now: Instant): Promise<void> {
    const run = await this.runs.find(tx, runId);
    if (run === null) return;
    await this.procedures.take(tx, { ...this.command(facts, now), stepName: 'replace', run });
  }

  private async open(tx: Tx, facts: OrderFacts, firm: Firm, now: Instant): Promise<void> {
    await this.procedures.take(tx, {
      ...this.command(facts, now),
      form: { unitId: firm.officerUnitId, officerId: firm.officerId },
    });
  }

  private command(facts: OrderFacts, now: Instant): StepCommand {
    return {
      kindName: KIND,
      stepName: null,
      run: null,
      orderIds: [facts.id],
      home: { kind: 'order', id: null, rootId: facts.rootId },
      actor: SYSTEM,
      unitId: null,
      form: {},
      now,
      commandId: null,
    };
  }
}
