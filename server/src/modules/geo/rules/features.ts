import type { ImportMapping } from '@yihu/shared';

/** One feature of a file, its words read by the mapping, its shape not yet looked at. */
export interface Feature {
  code: string;
  name: string;
  community: string;
  geometry: unknown;
}
export type FeaturesCheck = { features: Feature[] } | { reason: string };

const MOST_FEATURES = 500;
const WGS84 = /CRS84|EPSG:{1,2}4326|WGS ?84/i;

/** Reads a FeatureCollection; says in words why it is none. */
export function readFeatures(input: unknown, mapping: ImportMapping): FeaturesCheck {
  if (!isRecord(input)) return { reason: '文件不是 GeoJSON' };
  if (input.type !== 'FeatureCollection' || !Array.isArray(input.features)) {
    return { reason: `应是 FeatureCollection,现为「${String(input.type).slice(0, 20)}」` };
  }
  if (input.crs !== undefined && !WGS84.test(JSON.stringify(input.crs) ?? '')) {
    return { reason: '坐标系应是 WGS-84,请先转换' };
  }
  if (input.features.length === 0) return { reason: '文件里没有网格' };
  if (input.features.length > MOST_FEATURES) return { reason: `一次最多 ${MOST_FEATURES} 个网格` };
  return {
    features: input.features.map((feature: unknown): Feature => {
      const { properties, geometry } = isRecord(feature) ? feature : {};
      const values = isRecord(properties) ? properties : {};
      return {
        code: wordsOf(values, mapping.code),
        name: wordsOf(values, mapping.name),
        community: wordsOf(values, mapping.community),
        geometry,
      };
    }),
  };
}

function wordsOf(values: Record<string, unknown>, name: string): string {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** A name of at most six characters: without the community's suffix, and of what is left the end. */
export function shortNameOf(name: string): string {
  const letters = [...name.replace('社区', '')];
  return ([...name].length <= 6 ? [...name] : letters.slice(-6)).join('');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
