import { Injectable } from '@nestjs/common';
import {
  type CareRow,
  DEFAULT_CARE_ROWS,
  type Instant,
  type OrderFacts,
  type OrderPaths,
  withCare,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { ClocksStore } from '../clocks/clocks.store';
import { DirectoryService } from '../directory/directory.service';
import { PoliciesService } from '../policies/policies.service';
import { EvidenceChecks } from './evidence-checks.service';
import type { StoredOrder } from './orders.store';
import type { World } from './rules/decide';

/** What rules need to know beside the order itself, as it stands now. */
@Injectable()
export class OrderWorlds {
  private readonly phones = new Map<string, { version: string; numbers: readonly string[] }>();

  constructor(
    private readonly clocks: ClocksStore,
    private readonly policies: PoliciesService,
    private readonly directory: DirectoryService,
    private readonly evidence: EvidenceChecks,
  ) {}

  /** Paths of the order's office, lead unit and helpers in today's tree. */
  pathsOf(facts: OrderFacts): OrderPaths {
    const office = this.directory.findUnit(facts.officeUnitId);
    if (office === null) throw new Error(`office of ${facts.id} is gone`);
    const lead = facts.leadUnitId === null ? null : this.directory.findUnit(facts.leadUnitId);
    const helpers = facts.helpers
      .split(' ')
      .map((entry) => this.directory.findUnit(entry.split(':')[1] ?? ''));
    return {
      officePath: office.path,
      leadPath: lead?.path ?? null,
      supportPaths: helpers.flatMap((unit) => (unit === null ? [] : [unit.path])),
    };
  }

  async worldOf(tx: Tx, stored: StoredOrder, now: Instant): Promise<World> {
    const { facts } = stored;
    return {
      facts,
      paths: this.pathsOf(facts),
      clocks: await this.clocks.ofOrder(tx, facts.id),
      asked: this.askedFor(facts, now),
      clockRules: this.clockRulesOf(facts),
    };
  }

  /** Who needs care is waited for longer, by the rules her order was received under. */
  private clockRulesOf(facts: OrderFacts): World['clockRules'] {
    const rules = this.policies.clockRules(facts.rootId, facts.receivedAt);
    return facts.vulnerable ? { ...rules, rows: withCare(rules.rows, this.careOf(facts)) } : rules;
  }

  /** What the street does besides for who needs care. */
  careOf(facts: OrderFacts): readonly CareRow[] {
    const policy = this.policies.inForce<{ rows: CareRow[] }>(facts.rootId, 'care', facts.receivedAt);
    return policy?.rows ?? DEFAULT_CARE_ROWS;
  }

  /** What guards need to know of the street besides the order. */
  askedFor(facts: OrderFacts, now: Instant): World['asked'] {
    const visit = this.policies.visitRow(facts, now);
    const limits = this.policies.limits(facts.rootId, now);
    return {
      limits: visit === null ? limits : { ...limits, tries: visit.tries, tryDays: visit.tryDays },
      publicNumbers: this.phonesOf(facts.rootId),
      needsPhotoAfter: this.evidence.needsOf(facts, now).includes('PHOTO_AFTER'),
    };
  }

  /** Telephones of the street's units; worked out once per state of the directory. */
  private phonesOf(rootId: string): readonly string[] {
    const known = this.phones.get(rootId);
    if (known?.version === this.directory.version) return known.numbers;
    const units = this.directory.unitsUnder(rootId);
    const numbers = units.flatMap(({ phone }) => (phone === null ? [] : [phone]));
    this.phones.set(rootId, { version: this.directory.version, numbers });
    return numbers;
  }
}
