import { Injectable } from '@nestjs/common';
import type { OrderEvent, OrderFacts } from '@yihu/shared';
import { type Db, readRows, type Tx } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';

/** Names of the people in an order's history. */
@Injectable()
export class PeopleQuery {
  constructor(private readonly directory: DirectoryService) {}

  async names(reader: Tx | Db, ids: readonly string[]): Promise<Map<string, string>> {
    const wanted = [...new Set(ids)].filter((id) => id !== 'SYSTEM');
    if (wanted.length === 0) return new Map();
    const sql = `SELECT id, name FROM person WHERE id IN (${wanted.map(() => '?').join(',')})`;
    const rows = await readRows<{ id: string; name: string }>(reader, sql, wanted);
    return new Map(rows.map((row) => [row.id, row.name]));
  }

  /** Who did something, for staff: unit and person; the filer is never named. */
  async displayName(reader: Tx | Db, event: OrderEvent, facts: OrderFacts): Promise<string> {
    if (event.actorId === 'SYSTEM') return '系统';
    if (event.actorId === facts.filerId) return '诉求人';
    const name = (await this.names(reader, [event.actorId])).get(event.actorId) ?? '工作人员';
    const unit = event.actorUnitId === null ? null : this.directory.findUnit(event.actorUnitId);
    return unit === null ? name : `${unit.short_name} ${name}`;
  }
}
