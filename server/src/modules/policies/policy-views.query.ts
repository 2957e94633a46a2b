import { Injectable } from '@nestjs/common';
import {
  diffBodies,
  type Instant,
  POLICY_KIND_NAMES,
  POLICY_STARTS,
  type PolicyKindName,
  type PolicyKindsAnswer,
  type PolicyStartsAnswer,
  type PolicyVersion,
  type PolicyView,
  PRESETS,
  policyKind,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { PoliciesService } from './policies.service';
import { PolicyDesk } from './policy-desk.service';
import type { StoredPolicy } from './policy-index';

const MOST = 200;

/** The read side of policies: kinds, versions, what each says and how it differs from the one before. */
@Injectable()
export class PolicyViews {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly policies: PoliciesService,
    private readonly desk: PolicyDesk,
  ) {}

  /** Every kind, with the version that rules the unit now. */
  async kinds(actor: Actor, unitId: string | undefined): Promise<PolicyKindsAnswer> {
    const place = this.desk.placeToRead(actor, unitId);
    await this.policies.refresh();
    const now = this.clock.now();
    const found = POLICY_KIND_NAMES.map((kind) => {
      const name = policyKind(kind).name ?? now.slice(0, 4);
      return { kind, version: this.policies.versionInForce(place.unitId, kind, now, name) };
    });
    const views = await this.versions(
      found.flatMap(({ version }) => (version === null ? [] : [version])),
      now,
    );
    const byId = new Map(views.map((view) => [view.id, view]));
    return {
      ...place,
      kinds: found.map(({ kind, version }) => ({
        kind,
        title: policyKind(kind).title,
        about: policyKind(kind).about,
        needsSecond: policyKind(kind).needsSecond === true,
        inForce: version === null ? null : (byId.get(version.id) ?? null),
      })),
    };
  }

  /** Versions of a kind of the unit itself, the newest first; calendars are of all units. */
  async ofKind(actor: Actor, kind: PolicyKindName, unitId: string | undefined): Promise<PolicyVersion[]> {
    const place = this.desk.placeToRead(actor, unitId);
    await this.policies.refresh();
    const isShared = policyKind(kind).everywhere === true;
    const versions = this.policies
      .versionsOf(kind)
      .filter((policy) => isShared || policy.unitId === place.unitId)
      .slice(-MOST);
    const views = await this.versions(versions, this.clock.now());
    return views.reverse();
  }

  /** One version, with what it says and how it differs. Throws NOT_FOUND. */
  async one(actor: Actor, id: string): Promise<PolicyView> {
    await this.policies.refresh();
    const policy = this.find(id);
    this.desk.placeToRead(actor, policy.unitId);
    return this.view(policy);
  }

  /** A version whoever asks. */
  async view(policy: StoredPolicy): Promise<PolicyView> {
    const [version] = await this.versions([policy], this.clock.now());
    if (version === undefined) throw new AppError('NOT_FOUND');
    const before = this.policies
      .versionsOf(policy.kind)
      .find((each) => sameLine(each, policy) && each.version === policy.version - 1);
    return { ...version, body: policy.body, changes: diffBodies(before?.body ?? {}, policy.body) };
  }

  /** Throws NOT_FOUND. */
  find(id: string): StoredPolicy {
    for (const kind of POLICY_KIND_NAMES) {
      const found = this.policies.versionsOf(kind).find((policy) => policy.id === id);
      if (found !== undefined) return found;
    }
    throw new AppError('NOT_FOUND');
  }

  starts(): PolicyStartsAnswer {
    return {
      starts: Object.entries(POLICY_STARTS).map(([name, { title, about, policies }]) => ({
        name,
        title,
        about,
        policies: { ...policies },
      })),
      presets: Object.entries(PRESETS).map(([name, rows]) => ({ name, rows: [...rows] })),
    };
  }

  private async versions(policies: readonly StoredPolicy[], now: Instant): Promise<PolicyVersion[]> {
    const ids = policies.flatMap(({ authorId, approverId }) => [authorId, approverId]);
    const names = await this.names(ids.filter((id) => id !== null));
    const nameOf = (id: string | null) => (id === null ? '系统' : (names.get(id) ?? '系统'));
    return policies.map((policy) => ({
      id: policy.id,
      kind: policy.kind,
      name: policy.name,
      unitId: policy.unitId,
      unitName: this.desk.nameOf(policy.unitId),
      version: policy.version,
      effectiveAt: policy.effectiveAt,
      inForceFrom: policy.inForceFrom,
      state: this.stateOf(policy, now),
      savedAt: policy.createdAt,
      authorName: nameOf(policy.authorId),
      approverName: policy.approverId === null ? null : nameOf(policy.approverId),
      approvedAt: policy.approvedAt,
      note: policy.note,
    }));
  }

  private stateOf(policy: StoredPolicy, now: Instant): PolicyVersion['state'] {
    const line = this.policies.versionsOf(policy.kind).filter((each) => sameLine(each, policy));
    const isOvertaken = line.some((each) => each.version > policy.version);
    if (policy.inForceFrom === null) return isOvertaken ? 'REPLACED' : 'PENDING';
    if (policy.inForceFrom > now) return 'PLANNED';
    const current = this.policies.ownVersion(policy.unitId, policy.kind, now, policy.name);
    return current?.id === policy.id ? 'IN_FORCE' : 'REPLACED';
  }

  private async names(ids: readonly string[]): Promise<Map<string, string>> {
    const asked = [...new Set(ids)];
    if (asked.length === 0) return new Map();
    const rows = await this.db.read<{ id: string; name: string }>(
      `SELECT id, name FROM person WHERE id IN (${asked.map(() => '?').join(',')})`,
      asked,
    );
    return new Map(rows.map((row) => [row.id, row.name]));
  }
}

function sameLine(a: StoredPolicy, b: StoredPolicy): boolean {
  return a.unitId === b.unitId && a.kind === b.kind && a.name === b.name;
}
