import { Injectable } from '@nestjs/common';
import { blockedBy, type Instant } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { PoliciesService } from '../policies/policies.service';
import { OrderWriter, systemCommand } from './order-writer';
import { OrderProposals } from './proposals.service';
import type { World } from './rules/decide';
import type { Filed } from './submit.service';

/** Takes in and hands out by itself what a street's duty list says may go by itself. */
@Injectable()
export class AutoRoute {
  constructor(
    private readonly policies: PoliciesService,
    private readonly directory: DirectoryService,
    private readonly writer: OrderWriter,
    private readonly proposals: OrderProposals,
  ) {}

  /** Accepts and dispatches at once where the duty list says so; else the desk finds it in its inbox. */
  async route(tx: Tx, { facts, clocks }: Filed, text: string, now: Instant): Promise<Filed> {
    // Nobody knows yet what it is about.
    if (facts.voice === 'ONLY') return { facts, clocks };
    const route = this.directory.route(facts.rootId, facts, facts.gridId);
    if (!route.autoAccept) return { facts, clocks };
    const world: World = {
      facts,
      isNew: true,
      paths: this.writer.pathsOf(facts),
      clocks,
      asked: this.writer.askedFor(facts, now),
      clockRules: this.policies.clockRules(facts.rootId, now),
    };
    const proposals = this.proposals.atFiling(facts, text, now);
    const accepted = await this.writer.carryOut(tx, world, systemCommand('accept', { proposals }, now), null);
    // It waits for a leader's word where the street's rules ask for one, and goes by itself once that is given.
    const waits = blockedBy(accepted.facts, 'dispatch') !== null || accepted.facts.state !== 'ACCEPTED';
    if (!route.autoDispatch || route.unitId === null || waits) return accepted;
    const next: World = { ...world, facts: accepted.facts, clocks: accepted.clocks };
    return this.writer.carryOut(
      tx,
      next,
      systemCommand('dispatch', { leadUnitId: route.unitId, note: route.reason, proposals }, now),
      null,
    );
  }
}
