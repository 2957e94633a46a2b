import { Injectable } from '@nestjs/common';
import {
  type Day,
  dayStart,
  isOpen,
  LINES,
  type Line,
  type LineFigures,
  type PraiseLine,
  type State,
} from '@yihu/shared';
import { Db, type SqlValue } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';

interface Span {
  from: Day | null;
  to: Day | null;
}

/** How lines stand, and whom people praised. */
@Injectable()
export class LinesQuery {
  constructor(
    private readonly db: Db,
    private readonly directory: DirectoryService,
  ) {}

  /**
   * Each line by itself (M51, M86). 解决率 = answers "已解决" ÷ answers; questions, suggestions, praise, what the street
   * found itself and merged orders are in neither (domain.md §7).
   */
  async figures(rootIds: readonly string[], span: Span): Promise<LineFigures[]> {
    const received = spanSql('received_at', span);
    const rows =
      rootIds.length === 0
        ? []
        : await this.db.read<{ line: string; state: State; answered: number; solved: number; n: number }>(
            `SELECT line, state, COUNT(*) AS n,
                SUM(CASE WHEN final_solved IS NULL OR request_type IN ('CONSULT', 'SUGGEST') THEN 0 ELSE 1 END) AS answered,
                SUM(CASE WHEN final_solved = 'YES' AND request_type NOT IN ('CONSULT', 'SUGGEST') THEN 1 ELSE 0 END) AS solved
               FROM work_order WHERE root_id IN (${rootIds.map(() => '?').join(',')}) AND line IS NOT NULL
                AND request_type <> 'PRAISE' AND source <> 'PROACTIVE' AND state <> 'MERGED' ${received.sql}
              GROUP BY line, state`,
            [...rootIds, ...received.params],
          );
    return (Object.keys(LINES) as Line[]).map((line) => {
      const own = rows.filter((row) => row.line === line);
      const sum = (of: (row: (typeof own)[number]) => number) =>
        own.reduce((total, row) => total + Number(of(row)), 0);
      const [answered, solved] = [sum((row) => row.answered), sum((row) => row.solved)];
      return {
        line,
        label: LINES[line],
        orders: sum((row) => row.n),
        open: sum((row) => (isOpen(row.state) ? row.n : 0)),
        answered,
        solved,
        solvedRate: percent(solved, answered),
      };
    });
  }

  /** Praises by the unit and person they were credited to (M24), most first. */
  async praises(rootIds: readonly string[], span: Span): Promise<PraiseLine[]> {
    if (rootIds.length === 0) return [];
    const at = spanSql('e.at', span);
    const rows = await this.db.read<{ data: string; name: string | null }>(
      `SELECT e.data, t.body AS name FROM work_order w
         JOIN event e ON e.stream_id = w.id AND e.name = 'order.praised'
         LEFT JOIN event_text t ON t.stream_id = e.stream_id AND t.seq = e.seq AND t.field = 'creditName'
        WHERE w.root_id IN (${rootIds.map(() => '?').join(',')}) AND w.request_type = 'PRAISE' ${at.sql} ORDER BY e.at`,
      [...rootIds, ...at.params],
    );
    const units = new Map<string, Map<string, number>>();
    const totals = new Map<string, number>();
    for (const { data, name } of rows) {
      const unitId = String((JSON.parse(data) as { creditUnitId?: string }).creditUnitId);
      totals.set(unitId, (totals.get(unitId) ?? 0) + 1);
      const persons = units.get(unitId) ?? new Map<string, number>();
      if (name !== null) persons.set(name, (persons.get(name) ?? 0) + 1);
      units.set(unitId, persons);
    }
    return [...units]
      .map(([unitId, persons]) => ({
        unitId,
        unitName: this.directory.findUnit(unitId)?.short_name ?? '',
        praises: totals.get(unitId) ?? 0,
        persons: [...persons].map(([name, praises]) => ({ name, praises })),
      }))
      .sort((a, b) => b.praises - a.praises || (a.unitName < b.unitName ? -1 : 1));
  }
}

function spanSql(column: string, { from, to }: Span): { sql: string; params: SqlValue[] } {
  const parts: [string, SqlValue][] = [];
  if (from !== null) parts.push([`AND ${column} >= ?`, dayStart(from)]);
  if (to !== null) parts.push([`AND ${column} < ?`, dayStart(to)]);
  return { sql: parts.map(([sql]) => sql).join(' '), params: parts.map(([, value]) => value) };
}

/** In tenths of a percent, rounded half up in whole numbers; — for nothing of nothing. */
function percent(part: number, of: number): string {
  if (of === 0) return '—';
  const tenths = Math.floor((part * 2000 + of) / (of * 2));
  return `${Math.floor(tenths / 10)}.${tenths % 10}%`;
}
