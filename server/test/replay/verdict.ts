import type { MonthVerdict, StreetFigures } from '../../../scripts/replay/verdict-shape.ts';
import { InvariantsService } from '../../src/modules/ops/invariants.service';
import type { TestApp } from '../harness';
import { brokenRuns } from '../model/broken-runs';
import { brokenOrders } from '../walk';

const COLUMNS = `COUNT(*) AS orders,
  SUM(CASE WHEN w.state IN ('CLOSED', 'ARCHIVED', 'DECLINED', 'WITHDRAWN', 'MERGED') THEN 1 ELSE 0 END) AS ended,
  SUM(CASE WHEN w.dispatches > 0 THEN 1 ELSE 0 END) AS dispatched,
  SUM(CASE WHEN w.reworks > 0 THEN 1 ELSE 0 END) AS reworked,
  SUM(CASE WHEN w.disputes > 0 THEN 1 ELSE 0 END) AS disputed,
  SUM(CASE WHEN w.final_solved IS NOT NULL THEN 1 ELSE 0 END) AS rated,
  SUM(CASE WHEN w.final_result IN ('VERY_SATISFIED', 'SATISFIED') THEN 1 ELSE 0 END) AS satisfied`;

async function figuresOf(app: TestApp): Promise<StreetFigures[]> {
  const streets = await app.db.read<Record<string, number | string>>(
    `SELECT u.short_name AS street, w.root_id, ${COLUMNS} FROM work_order w JOIN unit u ON u.id = w.root_id
      GROUP BY u.short_name, w.root_id ORDER BY COUNT(*) DESC`,
  );
  const clocks = await app.db.read<Record<string, number | string>>(
    `SELECT root_id, COUNT(*) AS handled, SUM(late) AS late FROM clock
      WHERE milestone = 'handle' AND scope = 'INNER' AND state = 'MET' AND cycle = 0 GROUP BY root_id`,
  );
  const kinds = await app.db.read<Record<string, number | string>>(
    'SELECT root_id, kind, COUNT(*) AS n FROM procedure_run GROUP BY root_id, kind',
  );
  return streets.map((row) => {
    const clock = clocks.find(({ root_id }) => root_id === row.root_id);
    const ofKind = (kind: string) =>
      Number(kinds.find((each) => each.root_id === row.root_id && each.kind === kind)?.n ?? 0);
    return {
      street: String(row.street),
      orders: Number(row.orders),
      ended: Number(row.ended),
      dispatched: Number(row.dispatched),
      handled: Number(clock?.handled ?? 0),
      handledLate: Number(clock?.late ?? 0),
      returned: ofKind('return'),
      extended: ofKind('extension'),
      cohandled: ofKind('cohandle'),
      reworked: Number(row.reworked),
      disputed: Number(row.disputed),
      rated: Number(row.rated),
      satisfied: Number(row.satisfied),
    };
  });
}

/** Counts what is there, and everything that must be true of it and is not. */
export async function verdictOnMonth(app: TestApp): Promise<MonthVerdict> {
  const count = async (table: string) =>
    Number((await app.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n);
  const violated = await app.app.get(InvariantsService).run(app.clock.now());
  return {
    events: await count('event'),
    procedures: await count('procedure_run'),
    items: await count('ledger_item'),
    figures: await figuresOf(app),
    problems: [
      ...(await brokenOrders(app)),
      ...(await brokenRuns(app)),
      ...violated.map(({ name, count: found, subjects }) => `${name}: ${found} (${subjects.join(', ')})`),
    ],
  };
}
