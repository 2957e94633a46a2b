import type { Polygon, Position, UnitKind } from '@yihu/shared';
import type { UnitEntity } from '../modules/directory/directory.entity';
import { demoId } from './demo-ids';
import { DEMO_TENANTS, type StreetSketch } from './tenant-sketches';

/** Rows of the other tenants are numbered from here, apart from those of the first street. */
export const FIRST_TENANT_ROW = 1001;

/**
 * Corners of two by two grids, as steps from the street's middle in 1/10000 degree (lng, lat), drawn by hand once
 * and laid where each street is. Neighbours share their corners.
 */
const CORNERS: Record<string, [number, number]> = {
  a0: [-58, -47],
  a1: [-3, -51],
  a2: [55, -45],
  b0: [-61, 2],
  b1: [4, -4],
  b2: [57, 5],
  c0: [-56, 49],
  c1: [1, 46],
  c2: [59, 52],
};
const SHEETS: Record<string, string> = {
  '1-01': 'a0 a1 b1 b0',
  '1-02': 'a1 a2 b2 b1',
  '2-01': 'b0 b1 c1 c0',
  '2-02': 'b1 b2 c2 c1',
};
const STEP = 10_000;
/** Invented residents of one grid (示例). */
const POPULATION = 2200;

interface Sketch {
  kind: UnitKind;
  code: string;
  name: string;
  short: string;
  phone: string | null;
  population: number | null;
  center: StreetSketch['center'] | null;
}

export interface TenantUnits {
  units: UnitEntity[];
  outlines: { unitCode: string; outline: Polygon }[];
}

/** All units and outlines of the other demo tenants, parents before children. */
export function tenantUnits(): TenantUnits {
  const units: UnitEntity[] = [];
  const add = (sketch: Sketch, above: UnitEntity | null): UnitEntity => {
    const unit = rowOf(demoId('UNIT', FIRST_TENANT_ROW + units.length), sketch, above);
    units.push(unit);
    return unit;
  };
  const outlines = DEMO_TENANTS.flatMap(({ district, streets }) => {
    const top =
      district === null
        ? null
        : add({ ...district, ...BARE, kind: 'DISTRICT', phone: '0553-00012345' }, null);
    return streets.flatMap((street) => addStreet(street, top, add));
  });
  return { units, outlines };
}

const BARE = { phone: null, population: null, center: null };

function addStreet(
  sketch: StreetSketch,
  district: UnitEntity | null,
  add: (sketch: Sketch, above: UnitEntity | null) => UnitEntity,
): TenantUnits['outlines'] {
  const { prefix, name, short, phone, center } = sketch;
  const population = POPULATION * Object.keys(SHEETS).length;
  const street = add({ kind: 'STREET', code: prefix, name, short, phone, population, center }, district);
  const own = { ...BARE, phone };
  add(
    {
      ...own,
      kind: 'HOTLINE_OFFICE',
      code: `${prefix}-RX`,
      name: `${short}12345热线办公室`,
      short: '热线办',
    },
    street,
  );
  add({ ...own, kind: 'SECTION', code: `${prefix}-ZF`, name: '综合行政执法队', short: '执法队' }, street);
  add({ ...own, kind: 'SECTION', code: `${prefix}-SH`, name: '社会事务办公室', short: '社会事务办' }, street);
  return ['1', '2'].flatMap((n) => {
    const named = { name: `示例${n}社区`, short: `示例${n}社区` };
    const community = add(
      { ...own, ...named, kind: 'COMMUNITY', code: `${prefix}-${n}`, population: POPULATION * 2 },
      street,
    );
    const grids = Object.entries(SHEETS).filter(([code]) => code.startsWith(`${n}-`));
    return grids.map(([code, corners]) => {
      const place = { name: `示例${n}社区${code.slice(-2)}网格`, short: `${code}网格` };
      const grid = add(
        { ...BARE, ...place, kind: 'GRID', code: `${prefix}-${code}`, population: POPULATION },
        community,
      );
      return { unitCode: grid.code, outline: outlineAt(center, corners) };
    });
  });
}

function rowOf(id: string, sketch: Sketch, above: UnitEntity | null): UnitEntity {
  const isOwnRoot = above === null || above.kind === 'DISTRICT';
  const { center } = sketch;
  return {
    id,
    kind: sketch.kind,
    parent_id: above?.id ?? null,
    root_id: isOwnRoot ? id : above.root_id,
    path: `${above?.path ?? '/'}${id}/`,
    code: sketch.code,
    name: sketch.name,
    short_name: sketch.short,
    phone: sketch.phone,
    population: sketch.population,
    lat_e6: center === null ? null : Math.round(center.lat * 1e6),
    lng_e6: center === null ? null : Math.round(center.lng * 1e6),
    active: 1,
    version: 1,
  };
}

function outlineAt(center: StreetSketch['center'], corners: string): Polygon {
  const ring = corners.split(' ').map((name): Position => {
    const [east, north] = CORNERS[name] ?? [0, 0];
    return [round(center.lng + east / STEP), round(center.lat + north / STEP)];
  });
  return { type: 'Polygon', coordinates: [[...ring, ...ring.slice(0, 1)]] };
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
