import type { GeoPoint } from '@yihu/shared';

// The offset of China's map datum as published for maps that must be drawn over GCJ-02 ground (Krasovsky 1940).
const A = 6_378_245;
const EE = 0.006_693_421_622_965_943;
const RAD = Math.PI / 180;

/** `[lat, lng]` in GCJ-02, which WeChat's map speaks; good to a metre or two inside China. */
export function toGcj02({ lat, lng, datum }: GeoPoint): [number, number] {
  if (datum === 'GCJ02') return [lat, lng];
  const x = lng - 105;
  const y = lat - 35;
  const shared = ((20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2) / 3;
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    shared +
    waves(y, [20, 40], [160, 320]);
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    shared +
    waves(x, [20, 40], [150, 300]);
  const bend = 1 - EE * Math.sin(lat * RAD) ** 2;
  return [
    lat + north / (((A * (1 - EE)) / (bend * Math.sqrt(bend))) * RAD),
    lng + east / ((A / Math.sqrt(bend)) * Math.cos(lat * RAD) * RAD),
  ];
}

/** The slow waves of the offset: two at 1 and 1/3, two at 1/12 and 1/30 of the frequency. */
function waves(at: number, [a, b]: [number, number], [c, d]: [number, number]): number {
  const slow = ((a * Math.sin(at * Math.PI) + b * Math.sin((at / 3) * Math.PI)) * 2) / 3;
  return slow + ((c * Math.sin((at / 12) * Math.PI) + d * Math.sin((at * Math.PI) / 30)) * 2) / 3;
}
