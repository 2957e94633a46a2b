import { Injectable } from '@nestjs/common';
import { type Grant, helpersOf, type OrderFacts, type Permission } from '@yihu/shared';
import { type Actor, grantsWith, pathsWith } from '../../platform/auth/actor';
import type { SqlValue } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import type { Reader } from './rules/reader';

/** What an actor is to an order, and the role on a unit that makes her so; null for the filer, who needs none. */
export interface Standing {
  reader: Reader;
  grant: Grant | null;
  /** She only looks on: it lies in her community, and others handle it. */
  watches?: true;
}

/** Which orders an actor may see, once as a question about one row and once as SQL. */
@Injectable()
export class Visibility {
  constructor(private readonly directory: DirectoryService) {}

  /** The nearest relation of the actor to the order; null means: does not exist for her. */
  readerOf(actor: Actor, facts: OrderFacts): Reader | null {
    return this.standingOf(actor, facts)?.reader ?? null;
  }

  /** The same with the role that gives it. */
  standingOf(actor: Actor, facts: OrderFacts): Standing | null {
    if (facts.filerId !== null && facts.filerId === actor.personId) return { reader: 'FILER', grant: null };
    const office = this.directory.findUnit(facts.officeUnitId);
    const inOffice = grantsWith(actor, 'order:readOffice').find((grant) =>
      office?.path.startsWith(grant.unitPath),
    );
    if (inOffice !== undefined) return { reader: 'OFFICE', grant: inOffice };
    // Units that owe something on it besides the lead see it as long as they do.
    const inUnit = this.grantOver(actor, [facts.leadUnitId, ...helpersOf(facts)]);
    if (inUnit !== undefined) return { reader: 'HANDLER', grant: inUnit };
    // Who filed it for somebody reads on what becomes of it.
    const [filing] = facts.registrarId === actor.personId ? grantsWith(actor, 'order:fileFor') : [];
    if (filing !== undefined) return { reader: 'HANDLER', grant: filing };
    // The community answers for what happens in it, whoever handles it (M04).
    const around = this.grantOver(actor, [facts.communityId]);
    if (around !== undefined) return { reader: 'HANDLER', grant: around, watches: true };
    // Who watches a line reads its orders as a unit would, without a button.
    const ofLine = facts.line === null ? [] : grantsWith(actor, 'line:read');
    const watching = ofLine.find((grant) => office?.path.startsWith(grant.unitPath));
    return watching === undefined ? null : { reader: 'HANDLER', grant: watching };
  }

  private grantOver(actor: Actor, unitIds: readonly (string | null)[]): Grant | undefined {
    const units = unitIds.flatMap((id) => (id === null ? [] : [this.directory.findUnit(id)]));
    return grantsWith(actor, 'order:readUnit').find((grant) =>
      units.some((unit) => unit?.path.startsWith(grant.unitPath)),
    );
  }

  /** Communities whose orders the actor may list although others lead them, and the streets they lie in. */
  communitiesOf(actor: Actor): { ids: string[]; rootIds: string[] } {
    const paths = pathsWith(actor, 'order:readArea');
    const found = actor.grants
      .filter((grant) => paths.includes(grant.unitPath))
      .flatMap((grant) => this.directory.unitsUnder(grant.unitId))
      .filter(({ kind }) => kind === 'COMMUNITY');
    return {
      ids: [...new Set(found.map(({ id }) => id))],
      rootIds: [...new Set(found.map((unit) => unit.root_id))],
    };
  }

  /** Who may know that the filer needs care: the desk, and the units that have to do with her. */
  seesCare(actor: Actor, facts: Pick<OrderFacts, 'officeUnitId' | 'leadUnitId' | 'helpers'>): boolean {
    const ids = [facts.officeUnitId, facts.leadUnitId, ...helpersOf(facts)];
    const paths = ids.flatMap((id) => (id === null ? [] : [this.directory.findUnit(id)?.path ?? '']));
    return pathsWith(actor, 'order:seeVulnerable').some((own) => paths.some((path) => path.startsWith(own)));
  }

  /** Streets whose office the actor stands above with a permission. */
  rootsWith(actor: Actor, permission: Permission): string[] {
    const own = pathsWith(actor, permission);
    return this.directory
      .streets()
      .filter(({ id }) => own.some((path) => this.directory.findOffice(id)?.path.startsWith(path)))
      .map(({ id }) => id);
  }

  /**
   * Who may hear what was recorded: its own speaker, and staff of the street with the permission. A voice names more
   * than the words do, so handlers read what the desk has written down.
   */
  mayListen(actor: Actor, facts: OrderFacts, reader: Reader): boolean {
    if (reader !== 'OFFICE') return reader === 'FILER';
    const office = this.directory.findUnit(facts.officeUnitId);
    return grantsWith(actor, 'voice:listen').some((grant) => office?.path.startsWith(grant.unitPath));
  }

  maySee(actor: Actor, facts: OrderFacts): boolean {
    return this.readerOf(actor, facts) !== null;
  }

  /** Whether the actor reads what the unit reads. */
  worksFor(actor: Actor, unitId: string): boolean {
    const path = this.directory.findUnit(unitId)?.path;
    return path !== undefined && pathsWith(actor, 'order:readUnit').some((own) => path.startsWith(own));
  }

  /** Lead units whose orders a handler may list: her own units and everything below them. */
  leadUnitIds(actor: Actor): string[] {
    const paths = pathsWith(actor, 'order:readUnit');
    const ids = actor.grants
      .filter((grant) => paths.includes(grant.unitPath))
      .flatMap((grant) => this.directory.unitsUnder(grant.unitId).map((unit) => unit.id));
    return [...new Set(ids)];
  }

  /** Streets whose office lists the actor may read. */
  deskRootIds(actor: Actor): string[] {
    const paths = pathsWith(actor, 'order:readOffice');
    const roots = this.directory.streets().filter((street) => {
      const office = this.directory.findOffice(street.id);
      return office !== null && paths.some((path) => office.path.startsWith(path));
    });
    return roots.map((root) => root.id);
  }

  /** `column IN (?, …)` with its values; an empty list matches nothing. */
  static among(column: string, ids: readonly string[]): { sql: string; params: SqlValue[] } {
    if (ids.length === 0) return { sql: '1 = 0', params: [] };
    return { sql: `${column} IN (${ids.map(() => '?').join(',')})`, params: [...ids] };
  }
}
