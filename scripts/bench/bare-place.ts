import { fromServer, type Sql } from './sql.ts';

/** The JSON of an answer. */
export type Located = string;

interface Index {
  replace(grid: { id: string; code: string; rootId: string; outline: unknown }): void;
  locate(lng: number, lat: number): { id: string } | null;
}
type IndexClass = new () => Index;

/** The server's own index of grids, built; used alone here, because there is no SQL in this operation to share. */
export function gridIndex(): Index {
  const { GridIndex } = fromServer('./dist/modules/directory/rules/grid-index.js') as {
    GridIndex: IndexClass;
  };
  return new GridIndex();
}

/** Looks grids up as the real server does, with the answer's text made beforehand. */
export async function locator(sql: Sql): Promise<(lng: number, lat: number) => Located> {
  const rows = await sql.read(
    `SELECT u.id, u.code, u.root_id, u.name, u.parent_id, o.geojson FROM unit u
       JOIN outline o ON o.unit_id = u.id WHERE u.kind = 'GRID' AND u.active = 1`,
  );
  const units = await sql.read('SELECT id, code, name, kind FROM unit');
  const byId = new Map(units.map((unit) => [unit.id, JSON.stringify(unit)]));
  const index = gridIndex();
  const texts = new Map<string, string>();
  for (const row of rows) {
    const grid = { id: String(row.id), code: String(row.code), rootId: String(row.root_id) };
    index.replace({ ...grid, outline: JSON.parse(String(row.geojson)) });
    texts.set(
      grid.id,
      `"grid":${byId.get(row.id ?? '')},"community":${byId.get(row.parent_id ?? '')},"street":${byId.get(row.root_id ?? '')}`,
    );
  }
  return (lng, lat) => {
    const found = index.locate(lng, lat);
    const place = `"wgs84":{"lng":${lng},"lat":${lat}}`;
    return found === null
      ? `{"inside":false,${place}}`
      : `{"inside":true,${place},"note":"示意",${texts.get(found.id)}}`;
  };
}
