import type { Polygon, Position } from '@yihu/shared';

/**
 * The demo street's grids, drawn by hand round the real place of 南七 (WGS-84). No official outline below the
 * district exists, so these are 示意 and say so wherever they are shown. Corners have names and are shared:
 * two grids side by side list the same corners, which is what keeps the street free of gaps.
 * The sheet lies inside 蜀山区.
 * A…D run from south to north, 0…6 from west to east; the letters after a dot are bends of one shared edge.
 */
const CORNERS: Record<string, Position> = {
  A0: [117.23112, 31.8324],
  A1: [117.23571, 31.83195],
  A2: [117.24018, 31.83241],
  A3: [117.24502, 31.83212],
  A4: [117.24937, 31.83185],
  A5: [117.25394, 31.83247],
  A6: [117.25861, 31.83308],
  B0: [117.23067, 31.83722],
  B1: [117.23544, 31.83756],
  'B1.e': [117.23781, 31.83719],
  B2: [117.24031, 31.83738],
  B3: [117.24481, 31.83701],
  B4: [117.24972, 31.83744],
  B5: [117.25411, 31.83763],
  'B5.e': [117.25642, 31.83726],
  B6: [117.25893, 31.83781],
  C0: [117.23129, 31.84208],
  'C0.e': [117.23338, 31.84247],
  C1: [117.23563, 31.84231],
  C2: [117.23996, 31.84188],
  'C2.n': [117.24055, 31.84431],
  C3: [117.24521, 31.84213],
  C4: [117.24948, 31.84251],
  C5: [117.25433, 31.84226],
  C6: [117.25878, 31.84187],
  D0: [117.23151, 31.84662],
  D1: [117.23588, 31.84711],
  D2: [117.24023, 31.84676],
  D3: [117.24494, 31.84738],
  D4: [117.24981, 31.84702],
  D5: [117.25402, 31.84669],
  D6: [117.25834, 31.84627],
};

interface DemoCommunity {
  /** Statistical code of the real community. */
  code: string;
  name: string;
  short: string;
  /** Grids: letters of the code, invented residents (示例), corners in order. */
  grids: { code: string; population: number; corners: string }[];
}

export const DEMO_COMMUNITIES: readonly DemoCommunity[] = [
  {
    code: '340104004001',
    name: '丁香社区',
    short: '丁香社区',
    grids: [
      { code: 'NQ-DX-01', population: 2460, corners: 'B0 B1 C1 C0.e C0' },
      { code: 'NQ-DX-02', population: 3120, corners: 'B1 B1.e B2 C2 C1' },
      { code: 'NQ-DX-03', population: 2210, corners: 'C0 C0.e C1 D1 D0' },
      { code: 'NQ-DX-04', population: 2740, corners: 'C1 C2 C2.n D2 D1' },
    ],
  },
  {
    code: '340104004002',
    name: '丁岗社区',
    short: '丁岗社区',
    grids: [
      { code: 'NQ-DG-01', population: 1980, corners: 'A0 A1 B1 B0' },
      { code: 'NQ-DG-02', population: 2650, corners: 'A1 A2 B2 B1.e B1' },
      { code: 'NQ-DG-03', population: 2330, corners: 'A2 A3 B3 B2' },
    ],
  },
  {
    code: '340104004003',
    name: '新华社区',
    short: '新华社区',
    grids: [
      { code: 'NQ-XH-01', population: 3240, corners: 'B2 B3 C3 C2' },
      { code: 'NQ-XH-02', population: 2890, corners: 'C2 C3 D3 D2 C2.n' },
      { code: 'NQ-XH-03', population: 2570, corners: 'C3 C4 D4 D3' },
    ],
  },
  {
    code: '340104004004',
    name: '科企社区',
    short: '科企社区',
    grids: [
      { code: 'NQ-KQ-01', population: 1760, corners: 'B4 B5 C5 C4' },
      { code: 'NQ-KQ-02', population: 1540, corners: 'B5 B5.e B6 C6 C5' },
      { code: 'NQ-KQ-03', population: 2080, corners: 'C4 C5 D5 D4' },
      { code: 'NQ-KQ-04', population: 1690, corners: 'C5 C6 D6 D5' },
    ],
  },
  {
    code: '340104004005',
    name: '洪岗社区',
    short: '洪岗社区',
    grids: [
      { code: 'NQ-HG-01', population: 2430, corners: 'B3 B4 C4 C3' },
      { code: 'NQ-HG-02', population: 2140, corners: 'A3 A4 B4 B3' },
      { code: 'NQ-HG-03', population: 2310, corners: 'A4 A5 B5 B4' },
      { code: 'NQ-HG-04', population: 1870, corners: 'A5 A6 B6 B5.e B5' },
    ],
  },
];

/** The closed outline of a list of corners. Throws an Error for a corner that is not on the map. */
export function outlineOf(corners: string): Polygon {
  const ring = corners.split(' ').map((name): Position => {
    const corner = CORNERS[name];
    if (corner === undefined) throw new Error(`no corner ${name}`);
    return [corner[0], corner[1]];
  });
  return { type: 'Polygon', coordinates: [[...ring, ...ring.slice(0, 1)]] };
}

/** Where a map of the demo street opens. */
export const DEMO_CENTER = { lat: 31.8395, lng: 117.24494 };
