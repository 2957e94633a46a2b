import type { PresetName, Role } from '@yihu/shared';

/** One street of the other demo tenants, as little as makes it work. */
export interface StreetSketch {
  /** First letters of its order numbers and of its units' codes. */
  prefix: string;
  name: string;
  short: string;
  /** The real place, roughly its middle; the grids round it are drawn by hand (示意). */
  center: { lat: number; lng: number };
  phone: string;
}

export interface TenantSketch {
  /** A district stands above its streets; null when the street is the tenant. */
  district: { code: string; name: string; short: string } | null;
  streets: StreetSketch[];
  /** Promises of the tenant: of the street, or of the district for all its streets. */
  presets: PresetName[];
}

/**
 * The other places whose practice the product supports. Streets and districts are real; communities are called
 * 示例 because none of these offices has given us theirs, grids are drawn by hand, telephone numbers begin with 0
 * after the area code so that nobody's phone rings.
 */
export const DEMO_TENANTS: readonly TenantSketch[] = [
  {
    district: null,
    streets: [
      {
        prefix: 'BY',
        name: '济南市天桥区北园街道',
        short: '北园街道',
        center: { lat: 36.6902, lng: 117.0013 },
        phone: '0531-00012345',
      },
    ],
    presets: ['2110', 'shandong'],
  },
  {
    district: null,
    streets: [
      {
        prefix: 'SYL',
        name: '湘潭市岳塘区书院路街道',
        short: '书院路街道',
        center: { lat: 27.8621, lng: 112.9284 },
        phone: '0731-00012345',
      },
    ],
    presets: ['daninglu'],
  },
  {
    district: null,
    streets: [
      {
        prefix: 'WZL',
        name: '潍坊市奎文区潍州路街道',
        short: '潍州路街道',
        center: { lat: 36.7012, lng: 119.1187 },
        phone: '0536-00012345',
      },
    ],
    presets: ['2h2wd'],
  },
  {
    district: { code: '340207', name: '芜湖市鸠江区', short: '鸠江区' },
    streets: [
      {
        prefix: 'GD',
        name: '芜湖市鸠江区官陡街道',
        short: '官陡街道',
        center: { lat: 31.3594, lng: 118.3937 },
        phone: '0553-00012345',
      },
      {
        prefix: 'WLI',
        name: '芜湖市鸠江区湾里街道',
        short: '湾里街道',
        center: { lat: 31.3958, lng: 118.4032 },
        phone: '0553-00012345',
      },
      {
        prefix: 'SHS',
        name: '芜湖市鸠江区四褐山街道',
        short: '四褐山街道',
        center: { lat: 31.4211, lng: 118.3568 },
        phone: '0553-00012345',
      },
    ],
    presets: ['1235'],
  },
];

/** code, name, role, unit code, what she opens. All names are made up. */
export type PersonRow = [string, string, Role, string, 'handler' | 'desk'];

export const TENANT_PEOPLE: readonly PersonRow[] = [
  ['by-desk', '孔令晨', 'CLERK', 'BY-RX', 'desk'],
  ['by-grid', '孟小雨', 'GRID_WORKER', 'BY-1-01', 'handler'],
  ['by-admin-sys', '颜正平', 'ADMIN_SYSTEM', 'BY', 'desk'],
  ['by-admin-sec', '曾守安', 'ADMIN_SECURITY', 'BY', 'desk'],
  ['by-admin-audit', '闵鉴明', 'ADMIN_AUDIT', 'BY', 'desk'],
  ['syl-desk', '彭湘宁', 'CLERK', 'SYL-RX', 'desk'],
  ['syl-grid', '罗小满', 'GRID_WORKER', 'SYL-1-01', 'handler'],
  ['wzl-desk', '宋潍清', 'CLERK', 'WZL-RX', 'desk'],
  ['wzl-grid', '郭鸢飞', 'GRID_WORKER', 'WZL-1-01', 'handler'],
  ['jj-lead', '鲍江涛', 'LEADER_MAIN', '340207', 'desk'],
  ['gd-desk', '江一帆', 'CLERK', 'GD-RX', 'desk'],
  ['gd-grid', '陶小禾', 'GRID_WORKER', 'GD-1-01', 'handler'],
  ['wli-desk', '裴湾月', 'CLERK', 'WLI-RX', 'desk'],
  ['wli-grid', '阮青山', 'GRID_WORKER', 'WLI-1-01', 'handler'],
  ['shs-desk', '褚松岩', 'CLERK', 'SHS-RX', 'desk'],
  ['shs-grid', '卞石泉', 'GRID_WORKER', 'SHS-1-01', 'handler'],
];
