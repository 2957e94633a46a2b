import type { Role } from '@yihu/shared';
import { DirectoryService } from '../../src/modules/directory/directory.service';
import { directoryStore } from '../../src/modules/directory/directory.store';
import type { Actor } from '../../src/platform/auth/actor';
import { newId } from '../../src/platform/ids';
import type { TestApp } from '../harness';

type Unit = NonNullable<ReturnType<DirectoryService['findUnit']>>;

/** Who works in a street, by what they do there. */
export interface Street {
  id: string;
  prefix: string;
  name: string;
  office: { clerk: Actor; checker: Actor; visitor: Actor; leader: Actor };
  /** Whoever handles for a unit, by its id. */
  workers: ReadonlyMap<string, Actor>;
  grids: readonly Unit[];
  /** Units that may lead an order or support one. */
  sections: readonly Unit[];
}

const HANDLERS: Readonly<Record<string, Role>> = {
  GRID: 'GRID_WORKER',
  SECTION: 'SECTION_HANDLER',
  COMMUNITY: 'COMMUNITY_HEAD',
};

/** Puts somebody at every desk of a seeded street beside its demo persons. All names are made up. */
export class Cast {
  private readonly persons: { actor: Actor; unit: Unit | null; role: Role }[] = [];

  constructor(private readonly app: TestApp) {}

  /** Residents of no street in particular: an account belongs to all. */
  residents(count: number): Actor[] {
    return Array.from({ length: count }, (_, n) => this.add(`居民${n + 1}`, 'RESIDENT', null));
  }

  street(unit: Unit): Street {
    const all = this.app.app.get(DirectoryService).unitsUnder(unit.id);
    const office = all.find(({ kind }) => kind === 'HOTLINE_OFFICE');
    if (office === undefined) throw new Error(`${unit.name} has no office`);
    const workers = new Map<string, Actor>();
    for (const each of all) {
      const role = HANDLERS[each.kind];
      if (role !== undefined) workers.set(each.id, this.add(`${each.short_name}员`, role, each));
    }
    return {
      id: unit.id,
      prefix: unit.code,
      name: unit.short_name,
      office: {
        clerk: this.add('坐席甲', 'CLERK', office),
        checker: this.add('坐席乙', 'CLERK', office),
        visitor: this.add('回访员', 'VISITOR', office),
        leader: this.add('分管领导', 'LEADER_DEPUTY', unit),
      },
      workers,
      grids: all.filter(({ kind }) => kind === 'GRID'),
      sections: all.filter(({ kind }) => kind === 'SECTION'),
    };
  }

  private add(name: string, role: Role, unit: Unit | null): Actor {
    const actor: Actor = {
      kind: 'PERSON',
      personId: newId(),
      name: name.slice(0, 20),
      staff: unit !== null,
      grants: unit === null ? [] : [{ role, unitId: unit.id, unitPath: unit.path }],
      rootId: unit?.root_id ?? null,
      sessionHash: null,
    };
    this.persons.push({ actor, unit, role });
    return actor;
  }

  /** Writes them all down; they work from now on. */
  async employ(): Promise<void> {
    const now = this.app.clock.now();
    const staff = this.persons.filter(({ unit }) => unit !== null);
    await this.app.db.inTransaction(async (tx) => {
      await directoryStore.insertPersons(
        tx,
        this.persons.map(({ actor }) => ({
          id: actor.personId,
          kind: actor.staff ? 'STAFF' : 'RESIDENT',
          name: actor.name,
          phone_cipher: null,
          phone_bidx: null,
          openid_hash: null,
          openid_cipher: null,
          login: null,
          active: 1,
          created_at: now,
          home_root_id: actor.rootId,
        })),
      );
      await directoryStore.insertGrants(
        tx,
        staff.map(({ actor, unit, role }) => ({
          id: newId(),
          person_id: actor.personId,
          role,
          unit_id: unit?.id ?? '',
          from_at: now,
          until_at: null,
        })),
      );
    });
    await this.app.app.get(DirectoryService).reload();
  }
}
