import type { UnitKind } from '@yihu/shared';
import type { UnitEntity } from '../modules/directory/directory.entity';
import { demoId } from './demo-ids';
import { DEMO_CENTER, DEMO_COMMUNITIES } from './demo-map';

interface Sketch {
  kind: UnitKind;
  code: string;
  name: string;
  short: string;
  /** Code of the unit above; the street itself has none. */
  under: string | null;
  population?: number;
}

export const DEMO_STREET_CODE = '340104004';
export const DEMO_OFFICE_CODE = 'NQ-RX';

/**
 * Telephone numbers of the demo: no Hefei number begins with 0 after the area code, so nobody's phone rings.
 * Population figures are invented (示例).
 */
const DEMO_PHONE = '0551-00012345';

const SECTIONS: Sketch[] = [
  section('NQ-CG', '综合执法科(城管)', '城管科'),
  section('NQ-SS', '社会事务科', '社会事务科'),
  section('NQ-YJ', '应急管理(安全生产)办公室', '应急办'),
  section('NQ-WY', '物业管理与建设办公室', '物业办'),
  section('NQ-JF', '经济发展科', '经发科'),
  section('NQ-SJ', '市场监督管理所', '市监所'),
];

/** Who else is called upon: mediation points, service points, units outside the street, a task force. */
const BESIDE: Sketch[] = [
  beside('MEDIATION_POINT', 'NQ-TJ', '南七街道矛盾化解中心', '化解中心'),
  beside('MEDIATION_POINT', 'NQ-TJ-1', '丁香片区就地化解点', '丁香化解点'),
  beside('SERVICE_POINT', 'NQ-FW-1', '丁香党群服务站', '丁香服务站'),
  beside('SERVICE_POINT', 'NQ-DB', '南七街道人大代表联络站', '代表联络站'),
  beside('EXTERNAL', 'NQ-W-ZJ', '蜀山区住房和城乡建设局', '区住建局'),
  beside('EXTERNAL', 'NQ-W-GD', '国网合肥供电公司蜀山分公司', '供电公司'),
  beside('TASK_FORCE', 'NQ-ZB', '应企快处专班', '应企专班'),
];

function beside(kind: UnitKind, code: string, name: string, short: string): Sketch {
  return { kind, code, name, short, under: DEMO_STREET_CODE };
}

function section(code: string, name: string, short: string): Sketch {
  return { kind: 'SECTION', code, name, short, under: DEMO_STREET_CODE };
}

function sketches(): Sketch[] {
  const street: Sketch = {
    kind: 'STREET',
    code: DEMO_STREET_CODE,
    name: '合肥市蜀山区南七街道',
    short: '南七街道',
    under: null,
    population: sum(DEMO_COMMUNITIES.flatMap(({ grids }) => grids.map((grid) => grid.population))),
  };
  const office: Sketch = {
    kind: 'HOTLINE_OFFICE',
    code: DEMO_OFFICE_CODE,
    name: '南七街道12345热线办公室',
    short: '热线办',
    under: DEMO_STREET_CODE,
  };
  const places = DEMO_COMMUNITIES.flatMap(({ code, name, short, grids }): Sketch[] => [
    {
      kind: 'COMMUNITY',
      code,
      name,
      short,
      under: DEMO_STREET_CODE,
      population: sum(grids.map((grid) => grid.population)),
    },
    ...grids.map((grid): Sketch => {
      const n = grid.code.slice(-2);
      return {
        kind: 'GRID',
        code: grid.code,
        name: `${name}${n}网格`,
        short: `${name.slice(0, 2)}${n}网格`,
        under: code,
        population: grid.population,
      };
    }),
  ]);
  return [street, office, ...SECTIONS, ...places, ...BESIDE];
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}

/** All units of the demo street, parents before children. */
export function demoUnits(): UnitEntity[] {
  const made = new Map<string, UnitEntity>();
  for (const [at, sketch] of sketches().entries()) {
    const id = demoId('UNIT', at + 1);
    const parent = sketch.under === null ? undefined : made.get(sketch.under);
    made.set(sketch.code, {
      id,
      kind: sketch.kind,
      parent_id: parent?.id ?? null,
      root_id: parent?.root_id ?? id,
      path: `${parent?.path ?? '/'}${id}/`,
      code: sketch.code,
      name: sketch.name,
      short_name: sketch.short,
      phone: sketch.kind === 'GRID' ? null : DEMO_PHONE,
      population: sketch.population ?? null,
      lat_e6: sketch.kind === 'STREET' ? Math.round(DEMO_CENTER.lat * 1e6) : null,
      lng_e6: sketch.kind === 'STREET' ? Math.round(DEMO_CENTER.lng * 1e6) : null,
      active: 1,
      version: 1,
    });
  }
  return [...made.values()];
}
