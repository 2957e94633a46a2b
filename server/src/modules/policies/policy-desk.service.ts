import { Injectable } from '@nestjs/common';
import {
  CLASS_TABLE,
  type ClockPolicy,
  type ClockPolicyRow,
  clockRowsOf,
  type Instant,
  isPolicyKind,
  type Permission,
  type PolicyContext,
  type PolicyKindName,
  policyKind,
  policyNameOf,
} from '@yihu/shared';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import { AppError } from '../../platform/errors';
import { DirectoryService, type Unit } from '../directory/directory.service';
import { EVERYWHERE, PoliciesService } from './policies.service';

/** Whose rules somebody works on: a unit, or the installation's. */
export interface PolicyPlace {
  unitId: string;
  unitName: string;
}

const INSTALLATION: PolicyPlace = { unitId: EVERYWHERE, unitName: '全部街道' };

/** Whose rules an actor may see and change, and what a check must know of the place they are for. */
@Injectable()
export class PolicyDesk {
  constructor(
    private readonly policies: PoliciesService,
    private readonly directory: DirectoryService,
  ) {}

  /** Throws POLICY_KIND_UNKNOWN. */
  kindOf(name: string): PolicyKindName {
    if (!isPolicyKind(name)) throw new AppError('POLICY_KIND_UNKNOWN');
    return name;
  }

  /** The unit asked for, or the actor's own street or district. Throws NOT_FOUND outside what she may read. */
  placeToRead(actor: Actor, unitId: string | undefined, permission: Permission = 'policy:read'): PolicyPlace {
    if (unitId === EVERYWHERE) return INSTALLATION;
    const unit = unitId === undefined ? this.ownRoot(actor, permission) : this.directory.findUnit(unitId);
    const paths = pathsWith(actor, permission);
    // The rules of the units above are hers to read too: she works by them.
    const isHers =
      unit !== null && paths.some((path) => unit.path.startsWith(path) || path.startsWith(unit.path));
    if (!isHers || unit === null) throw new AppError('NOT_FOUND');
    return { unitId: unit.id, unitName: unit.short_name };
  }

  /** Whose rules she changes. Throws FORBIDDEN for a unit she may read only, NOT_FOUND for others. */
  placeToEdit(actor: Actor, kind: PolicyKindName, unitId: string | undefined): PolicyPlace {
    if (policyKind(kind).everywhere === true) return INSTALLATION;
    const place = this.placeToRead(actor, unitId);
    const path = this.directory.findUnit(place.unitId)?.path;
    const isHers = pathsWith(actor, 'policy:edit').some((own) => path?.startsWith(own) === true);
    if (!isHers) throw new AppError('FORBIDDEN');
    return place;
  }

  /** Streets whose orders she may ask about: of those at or below the place, the ones whose office she works for. */
  streetsOf(place: PolicyPlace, actor: Actor): Unit[] {
    const path = this.directory.findUnit(place.unitId)?.path;
    if (path === undefined) return [];
    const mine = pathsWith(actor, 'policy:simulate');
    return this.directory.streets().filter((street) => {
      const office = this.directory.findOffice(street.id);
      const isBelow = street.path.startsWith(path);
      return isBelow && office !== null && mine.some((own) => office.path.startsWith(own));
    });
  }

  nameOf(unitId: string): string {
    return unitId === EVERYWHERE
      ? INSTALLATION.unitName
      : (this.directory.findUnit(unitId)?.short_name ?? '');
  }

  /** What the kind's check must know of the place. */
  contextFor(place: PolicyPlace, kind: PolicyKindName, body: unknown, now: Instant): PolicyContext {
    const { unitId } = place;
    const root = unitId === EVERYWHERE ? null : this.directory.findUnit(unitId);
    const name = policyNameOf(kind, body);
    const previous = this.policies.inForce(unitId, kind, now, name);
    const isStreet = root !== null && root.kind === 'STREET';
    return {
      classes: this.policies.classes(unitId, now),
      unitCodes: isStreet ? new Set(this.directory.unitsUnder(unitId).map((unit) => unit.code)) : null,
      outerAbove: this.outerAbove(unitId, now),
      prefixesTaken: this.prefixesOfOthers(unitId, now),
      previous: previous ?? (kind === 'class' ? { table: CLASS_TABLE } : null),
    };
  }

  /** Outer rows the units above state themselves; `base` is nobody's statement. */
  private outerAbove(unitId: string, now: Instant): ClockPolicyRow[] {
    const above = this.policies.lineage(unitId).slice(1);
    return above.flatMap((id) => {
      const policy = id === EVERYWHERE ? null : this.policies.ownInForce<ClockPolicy>(id, 'clock', now);
      const rows = policy === null ? [] : clockRowsOf(policy);
      return rows.filter((row) => row.scope === 'OUTER' && !row.name.startsWith('base.'));
    });
  }

  private prefixesOfOthers(unitId: string, now: Instant): ReadonlySet<string> {
    const others = this.directory.streets().filter((street) => street.id !== unitId);
    return new Set(others.map((street) => this.policies.numberPrefix(street.id, now)));
  }

  private ownRoot(actor: Actor, permission: Permission): Unit | null {
    const [path] = pathsWith(actor, permission);
    const grant = actor.grants.find((each) => each.unitPath === path);
    const unit = grant === undefined ? null : this.directory.findUnit(grant.unitId);
    return unit === null ? null : this.directory.findUnit(unit.root_id);
  }
}
