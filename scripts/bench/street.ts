import { fromServer, type Sql } from './sql.ts';

/** A grid of the demo street, and a point that lies in it. */
export interface Spot {
  code: string;
  gridId: string;
  communityId: string;
  lat: number;
  lng: number;
}

/** Where and what about a thing is filed. */
export interface Matter {
  spot: Spot;
  classCode: string;
}

const { CLASS_LEAVES } = fromServer('@yihu/shared') as { CLASS_LEAVES: readonly { code: string }[] };
/** What the demo street's duty list sends to the grid at once: every filing takes the same steps. */
const TO_GRID = ['0101', '0103', '0501', '1001', '050201', '050203', '050204'];
/** Commonest first: the nth is filed 1/n as often as the first, as classes of a hotline are. */
export const CLASSES = CLASS_LEAVES.map(({ code }) => code).filter((code) =>
  TO_GRID.some((prefix) => code.startsWith(prefix)),
);
const SHARES = cumulated(CLASSES.map((_, at) => 1 / (at + 1)));
/** Orders of the last four years at one place: a town of more orders has more places, not more at each. */
const PER_PLACE = 556;

function cumulated(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return weights.map((weight) => {
    sum += weight;
    return sum / total;
  });
}

/** A class by its share; `u` from 0 to 1. */
export function classAt(u: number): string {
  const at = SHARES.findIndex((share) => u < share);
  return CLASSES[at < 0 ? CLASSES.length - 1 : at] ?? '';
}

/** The grids of a street, each with the middle of its corners. */
export async function spotsOf(sql: Sql, streetId: string): Promise<Spot[]> {
  const rows = await sql.read(
    `SELECT u.id, u.code, u.parent_id, o.geojson FROM unit u JOIN outline o ON o.unit_id = u.id
      WHERE u.kind = 'GRID' AND u.active = 1 AND u.root_id = ? ORDER BY u.code`,
    [streetId],
  );
  return rows.map((row) => {
    const { coordinates } = JSON.parse(String(row.geojson)) as { coordinates: [number, number][][] };
    const corners = (coordinates[0] ?? []).slice(1);
    const mean = (at: 0 | 1) => corners.reduce((sum, corner) => sum + corner[at], 0) / corners.length;
    const ids = { code: String(row.code), gridId: String(row.id), communityId: String(row.parent_id) };
    return { ...ids, lng: mean(0), lat: mean(1) };
  });
}

/** Place and class of the nth copy among so many: the grids of the street, then further places of a larger town. */
export function matterOf(n: number, orders: number, spots: readonly Spot[]) {
  const places = Math.max(spots.length, Math.floor(orders / PER_PLACE));
  const place = n % places;
  const spot = spots[place % spots.length];
  const mixed = (Math.imul(n, 2_654_435_761) >>> 0) / 2 ** 32;
  return {
    grid: spot?.gridId ?? null,
    community: spot?.communityId ?? null,
    place: place < spots.length ? (spot?.gridId ?? null) : `01G00000000000${String(place).padStart(12, '0')}`,
    class: classAt(mixed),
  };
}

/** Matters as they come in: any grid alike, classes by their share. */
export function someMatter(spots: readonly Spot[]): Matter {
  const spot = spots[Math.floor(Math.random() * spots.length)];
  if (spot === undefined) throw new Error('the street has no grids');
  return { spot, classCode: classAt(Math.random()) };
}

/** Puts what was filed in the last month, but for the copies, before it: so do months of filings at its places. */
export async function monthLater(sql: Sql, streetId: string): Promise<void> {
  const ago = (days: number) => new Date(Date.now() - days * 24 * 3_600_000).toISOString();
  await sql.alone(async (query) => {
    await query('BEGIN');
    await query(
      "UPDATE work_order SET received_at = ? WHERE root_id = ? AND received_at > ? AND id NOT LIKE '01B%'",
      [ago(32), streetId, ago(31)],
    );
    await query('COMMIT');
  });
}
