import { Injectable } from '@nestjs/common';
import type { OrderFacts } from '@yihu/shared';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import type { SqlValue } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import type { Reader } from './rules/reader';

/** Which orders an actor may see, once as a question about one row and once as SQL. */
@Injectable()
export class Visibility {
  constructor(private readonly directory: DirectoryService) {}

  /** The nearest relation of the actor to the order; null means: does not exist for her. */
  readerOf(actor: Actor, facts: OrderFacts): Reader | null {
    if (facts.filerId !== null && facts.filerId === actor.personId) return 'FILER';
    const office = this.directory.findUnit(facts.officeUnitId);
    if (
      office !== null &&
      pathsWith(actor, 'order:readOffice').some((path) => office.path.startsWith(path))
    ) {
      return 'OFFICE';
    }
    const lead = facts.leadUnitId === null ? null : this.directory.findUnit(facts.leadUnitId);
    if (lead !== null && pathsWith(actor, 'order:readUnit').some((path) => lead.path.startsWith(path))) {
      return 'HANDLER';
    }
    return null;
  }

  maySee(actor: Actor, facts: OrderFacts): boolean {
    return this.readerOf(actor, facts) !== null;
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
