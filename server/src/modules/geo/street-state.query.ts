import { Injectable } from '@nestjs/common';
import { type Instant, OPEN_STATES, type Outline, type PostView, ROLES, type Role } from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { type Db, readRows, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import type { OutlineEntity, UnitEntity } from '../directory';
import { checkOutline } from '../directory/rules/outline-check';

export interface OutlineInForce {
  version: number;
  since: Instant;
  outline: Outline;
  note: string | null;
}

/** A street's units, retired ones too, and the outlines in force, as the database has them just now. */
export interface StreetState {
  street: UnitEntity;
  units: ReadonlyMap<string, UnitEntity>;
  outlines: ReadonlyMap<string, OutlineInForce>;
}

/** Reads a street afresh: what a change is checked against must not be a few seconds old. */
@Injectable()
export class StreetStateQuery {
  constructor(private readonly clock: Clock) {}

  /** Throws STREET_UNKNOWN. */
  async load(reader: Tx | Db, rootId: string): Promise<StreetState> {
    const units = await readRows<UnitEntity>(reader, 'SELECT * FROM unit WHERE root_id = ? ORDER BY path', [
      rootId,
    ]);
    const street = units.find((unit) => unit.id === rootId && unit.kind === 'STREET');
    if (street === undefined) throw new AppError('STREET_UNKNOWN');
    const rows = await readRows<OutlineEntity>(
      reader,
      `SELECT o.* FROM outline o JOIN unit u ON u.id = o.unit_id
        WHERE u.root_id = ? AND o.effective_at <= ? ORDER BY o.unit_id, o.version`,
      [rootId, this.clock.now()],
    );
    const latest = new Map(rows.map((row) => [row.unit_id, row]));
    return {
      street,
      units: new Map(units.map((unit) => [unit.id, unit])),
      outlines: new Map([...latest].flatMap(([id, row]) => entryOf(id, row))),
    };
  }

  /** Who works at which unit of a street, by unit. */
  async posts(reader: Tx | Db, rootId: string): Promise<Map<string, PostView[]>> {
    const now = this.clock.now();
    const rows = await readRows<{ unit_id: string; role: Role; person_id: string; name: string }>(
      reader,
      `SELECT g.unit_id, g.role, g.person_id, p.name FROM role_grant g
         JOIN unit u ON u.id = g.unit_id JOIN person p ON p.id = g.person_id
        WHERE u.root_id = ? AND p.active = 1 AND g.from_at <= ? AND (g.until_at IS NULL OR g.until_at > ?)
        ORDER BY g.unit_id, p.name, g.id`,
      [rootId, now, now],
    );
    const byUnit = Map.groupBy(rows, (row) => row.unit_id);
    return new Map(
      [...byUnit].map(([id, list]) => [
        id,
        list.map(({ person_id, name, role }) => ({ personId: person_id, name, roleLabel: ROLES[role] })),
      ]),
    );
  }

  /** Orders that a unit leads and that are not over, by unit. */
  async openOrders(reader: Tx | Db, rootId: string): Promise<Map<string, number>> {
    const rows = await readRows<{ lead_unit_id: string | null; n: number | string }>(
      reader,
      `SELECT lead_unit_id, COUNT(*) AS n FROM work_order
        WHERE root_id = ? AND state IN (${OPEN_STATES.map(() => '?').join(',')}) GROUP BY lead_unit_id`,
      [rootId, ...OPEN_STATES],
    );
    return new Map(rows.flatMap(({ lead_unit_id: id, n }) => (id === null ? [] : [[id, Number(n)]])));
  }
}

/** A stored outline that cannot be used is none: the directory logs it. */
function entryOf(id: string, row: OutlineEntity): [string, OutlineInForce][] {
  const checked = checkOutline(parsed(row.geojson));
  if ('problem' in checked) return [];
  const { version, effective_at: since, note } = row;
  return [[id, { version, since, outline: checked.outline, note }]];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
