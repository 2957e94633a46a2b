import { Injectable } from '@nestjs/common';
import {
  addDays,
  type ClockPolicy,
  type ClockPolicyRow,
  clockRowsOf,
  dayStart,
  type Instant,
  type Limits,
  type PolicyKindName,
  policyFaultText,
  policyKind,
  type SimulateAnswer,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { PoliciesService } from '../policies/policies.service';
import { PolicyDesk, type PolicyPlace } from '../policies/policy-desk.service';
import type { SimulateBody } from './simulation.dto';
import { SimulationQuery } from './simulation.query';
import { Simulator } from './simulator.service';

/** What one request may ask for; the command line has no such limit. */
const MOST_ORDERS = 5_000;

/** Answers a member of staff's question about another policy; one at a time in each process. */
@Injectable()
export class SimulationService {
  private isBusy = false;

  constructor(
    private readonly clock: Clock,
    private readonly policies: PoliciesService,
    private readonly desk: PolicyDesk,
    private readonly query: SimulationQuery,
    private readonly simulator: Simulator,
  ) {}

  /**
   * Throws NOT_FOUND outside what the actor may ask about, POLICY_FAULTS for a policy that could not be saved,
   * BAD_REQUEST for no question or no period, SIMULATION_TOO_LARGE, SIMULATION_BUSY.
   */
  async simulate(actor: Actor, body: SimulateBody): Promise<SimulateAnswer> {
    const place = this.desk.placeToRead(actor, body.unitId, 'policy:simulate');
    const streetIds = this.desk.streetsOf(place, actor).map((street) => street.id);
    const [from, to] = periodOf(body);
    await this.policies.refresh();
    const rows = this.rowsAsked(place, body);
    const limits = this.limitsAsked(place, body);
    if (rows === null && limits === null)
      throw new AppError('BAD_REQUEST', { reason: '没有写明要推演的规则' });
    const count = await this.query.count(streetIds, from, to);
    if (count > MOST_ORDERS) throw new AppError('SIMULATION_TOO_LARGE', { count, limit: MOST_ORDERS });
    if (this.isBusy) throw new AppError('SIMULATION_BUSY');
    this.isBusy = true;
    try {
      const nameOf = (unitId: string) => this.desk.nameOf(unitId);
      return await this.simulator.run({ streetIds, from, to, rows, limits, nameOf });
    } finally {
      this.isBusy = false;
    }
  }

  private rowsAsked(place: PolicyPlace, { presets, clock }: SimulateBody): ClockPolicyRow[] | null {
    const policy = clock ?? (presets === undefined ? null : { presets });
    if (policy === null) return null;
    this.mustPass(place, 'clock', policy);
    return clockRowsOf({ presets: [], ...policy } as ClockPolicy);
  }

  private limitsAsked(place: PolicyPlace, { limit }: SimulateBody): Partial<Limits> | null {
    if (limit === undefined) return null;
    this.mustPass(place, 'limit', limit);
    return limit as Partial<Limits>;
  }

  private mustPass(place: PolicyPlace, kind: PolicyKindName, body: object): void {
    const context = this.desk.contextFor(place, kind, body, this.clock.now());
    const [fault] = policyKind(kind).check(body, context);
    if (fault !== undefined) throw new AppError('POLICY_FAULTS', { fault: policyFaultText(fault) });
  }
}

/** The instants of a period of days. Throws BAD_REQUEST when there is no such day or the end lies before the start. */
export function periodOf({ fromDay, toDay }: { fromDay: string; toDay: string }): [Instant, Instant] {
  try {
    const [from, to] = [dayStart(fromDay), dayStart(addDays(toDay, 1))];
    if (from < to) return [from, to];
  } catch {
    // No such day: refused below with the same words.
  }
  throw new AppError('BAD_REQUEST', { reason: '起止日期不对' });
}
