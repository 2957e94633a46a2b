import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  diffBodies,
  type Instant,
  loadedYears,
  type PolicyCheckAnswer,
  type PolicyContext,
  type PolicyKindName,
  type PolicyView,
  policyFaultText,
  policyKind,
  policyNameOf,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { AuditStore } from '../audit/audit.store';
import { DirectoryService } from '../directory/directory.service';
import type { SavePolicyBody } from './policies.dto';
import { PoliciesService } from './policies.service';
import { PolicyDesk, type PolicyPlace } from './policy-desk.service';
import { PolicyViews } from './policy-views.query';

const FAR_MINUTES = 3 * 366 * 24 * 60;
/** What a TEXT column of both engines holds, in bytes, with room to spare. */
const MAX_BYTES = 60_000;
const FAULTS_TOLD = 20;

interface Newest {
  id: string;
  version: number;
  author_id: string | null;
  body: string;
  name: string | null;
}

/** Saves new versions of rules and has them agreed to. Nothing that was promised changes by it. */
@Injectable()
export class PolicyEditor {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly policies: PoliciesService,
    private readonly desk: PolicyDesk,
    private readonly views: PolicyViews,
    private readonly directory: DirectoryService,
    private readonly audit: AuditStore,
  ) {}

  /** What saving would say, without saving. */
  async check(
    actor: Actor,
    kind: PolicyKindName,
    unitId: string | undefined,
    body: object,
  ): Promise<PolicyCheckAnswer> {
    const place = policyKind(kind).everywhere
      ? this.desk.placeToEdit(actor, kind, unitId)
      : this.desk.placeToRead(actor, unitId);
    await this.policies.refresh();
    const context = this.desk.contextFor(place, kind, body, this.clock.now());
    const faults = policyKind(kind).check(body, context);
    return {
      ok: faults.length === 0,
      faults: faults.slice(0, FAULTS_TOLD).map((fault) => ({ ...fault, text: policyFaultText(fault) })),
      changes: diffBodies(context.previous ?? {}, body),
    };
  }

  /**
   * The next version of a unit's rule. Throws POLICY_FAULTS naming row and field, POLICY_WHEN for a date that has
   * passed, POLICY_MOVED when somebody has saved one since `base`, FORBIDDEN or NOT_FOUND for a unit of others.
   * Sent again after a lost answer, it answers the version it made.
   */
  async put(actor: Actor, kind: PolicyKindName, input: SavePolicyBody): Promise<PolicyView> {
    const place = this.desk.placeToEdit(actor, kind, input.unitId);
    await this.policies.refresh();
    const now = this.clock.now();
    this.mustPass(kind, input.body, this.desk.contextFor(place, kind, input.body, now));
    const policy = {
      unitId: place.unitId,
      kind,
      name: policyNameOf(kind, input.body),
      effectiveAt: effectiveAt(kind, input.effectiveAt, now),
      body: input.body,
      authorId: actor.personId,
      note: input.note.trim(),
      needsSecond: this.needsSecond(kind, input.body),
    };
    const id = await this.db
      .inTransaction(async (tx) => {
        const newest = await this.newest(tx, policy);
        if (newest !== null && isRepeat(newest, policy, input.base)) return newest.id;
        if ((newest?.version ?? 0) !== input.base) throw movedBy(newest);
        const added = await this.policies.add(tx, policy);
        // Read committed: somebody's version may have come in between, and this one would lie over it unseen.
        if (added.version !== input.base + 1) throw movedBy(null);
        await this.tell(tx, actor, 'policy.saved', place, { ...policy, ...added });
        return added.id;
      })
      .catch((error: unknown) => {
        // Two saved at the same moment: the one that came second reads the other's.
        throw isDuplicate(error) ? movedBy(null) : error;
      });
    await this.policies.reload();
    // The duty list is held with the units it names.
    if (kind === 'route') await this.directory.reload();
    return this.views.view(this.views.find(id));
  }

  /** Agrees to a version that waits for it. Throws POLICY_SAME_PERSON, POLICY_DECIDED, POLICY_MOVED. */
  async approve(actor: Actor, id: string): Promise<PolicyView> {
    await this.policies.refresh();
    const policy = this.views.find(id);
    const kind = this.desk.kindOf(policy.kind);
    const place = this.desk.placeToEdit(actor, kind, policy.unitId);
    if (policy.inForceFrom !== null) throw new AppError('POLICY_DECIDED');
    if (policy.authorId === actor.personId) throw new AppError('POLICY_SAME_PERSON');
    const now = this.clock.now();
    // The street may have changed since: a unit gone, an outer limit shortened.
    this.mustPass(kind, policy.body, this.desk.contextFor(place, kind, policy.body, now));
    await this.db.inTransaction(async (tx) => {
      const newest = await this.newest(tx, policy);
      if (newest?.version !== policy.version) throw movedBy(newest);
      const agreed = await tx.execute(
        'UPDATE policy SET approver_id = ?, approved_at = ? WHERE id = ? AND approved_at IS NULL',
        [actor.personId, now, id],
      );
      if (agreed !== 1) throw new AppError('POLICY_DECIDED');
      await this.tell(tx, actor, 'policy.approved', place, policy);
    });
    await this.policies.reload();
    return this.views.view(this.views.find(id));
  }

  private mustPass(kind: PolicyKindName, body: unknown, context: PolicyContext): void {
    const faults = policyKind(kind).check(body, context);
    const [first] = faults;
    if (first !== undefined) {
      throw new AppError('POLICY_FAULTS', {
        fault: policyFaultText(first),
        count: faults.length,
        faults: faults.slice(0, FAULTS_TOLD),
      });
    }
    if (Buffer.byteLength(JSON.stringify(body)) > MAX_BYTES) {
      throw new AppError('POLICY_FAULTS', { fault: `内容太长,最多 ${MAX_BYTES} 字节` });
    }
  }

  /** The first list of a year fills promises that wait; a correction of one changes what is counted from now on. */
  private needsSecond(kind: PolicyKindName, body: object): boolean {
    if (kind !== 'calendar') return policyKind(kind).needsSecond === true;
    const { year } = body as { year?: number };
    return loadedYears(this.policies.loadedCalendar()).includes(Number(year));
  }

  private async newest(tx: Tx, line: { unitId: string; kind: string; name: string }): Promise<Newest | null> {
    const [row] = await tx.query<Newest>(
      `SELECT p.id, p.version, p.author_id, p.body, a.name FROM policy p LEFT JOIN person a ON a.id = p.author_id
        WHERE p.unit_id = ? AND p.kind = ? AND p.name = ? ORDER BY p.version DESC LIMIT 1`,
      [line.unitId, line.kind, line.name],
    );
    return row === undefined ? null : { ...row, version: Number(row.version) };
  }

  private tell(
    tx: Tx,
    actor: Actor,
    action: string,
    place: PolicyPlace,
    policy: { id: string; kind: string; name: string; version: number; effectiveAt: Instant },
  ): Promise<void> {
    const { id, kind, name, version, effectiveAt: from } = policy;
    return this.audit.add(tx, {
      at: this.clock.now(),
      actorId: actor.personId,
      action,
      subjectKind: 'POLICY',
      subjectId: id,
      facts: { unit: place.unitId, kind, name, version, from },
    });
  }
}

/** Never in the past, so that nothing already promised was promised under it; a calendar counts from the year it is of. */
function effectiveAt(kind: PolicyKindName, wanted: Instant | undefined, now: Instant): Instant {
  if (wanted === undefined || policyKind(kind).everywhere === true) return now;
  const isReal = !Number.isNaN(Date.parse(wanted));
  if (!isReal || wanted < now || wanted > addMinutes(now, FAR_MINUTES)) throw new AppError('POLICY_WHEN');
  return wanted;
}

function isRepeat(newest: Newest, policy: { authorId: string; body: unknown }, base: number): boolean {
  const isMine = newest.version === base + 1 && newest.author_id === policy.authorId;
  return isMine && newest.body === JSON.stringify(policy.body);
}

function movedBy(newest: Newest | null): AppError {
  return new AppError('POLICY_MOVED', {
    who: newest?.name ?? '另一位同事',
    version: newest?.version ?? '新',
  });
}
