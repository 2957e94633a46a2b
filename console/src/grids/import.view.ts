import type { ImportMapping, ImportRow } from '@yihu/shared';

/** The server takes bodies of a megabyte. */
const MOST_BYTES = 900_000;
const GUESSES: Record<keyof ImportMapping, RegExp> = {
  code: /^(编号|网格编号|网格编码|编码|code|id|grid_?code)$/i,
  name: /^(名称|网格名称|name|grid_?name)$/i,
  community: /^(社区|所属社区|社区名称|community)$/i,
};

export type FileRead = { geojson: object; names: string[]; mapping: ImportMapping } | { problem: string };

/** Reads a file's text; which property is which is guessed by its name. */
export function readFile(text: string): FileRead {
  if (new TextEncoder().encode(text).length > MOST_BYTES) {
    return { problem: '文件超过 900 KB:请减少小数位(6 位足够)或分几次导入' };
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: '文件不是 GeoJSON(不是完整的 JSON)' };
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { problem: '文件不是 GeoJSON' };
  const features = 'features' in json && Array.isArray(json.features) ? json.features : [];
  const names = [...new Set(features.flatMap((feature: unknown) => propertiesOf(feature)))];
  const guess = (field: keyof ImportMapping) => names.find((name) => GUESSES[field].test(name)) ?? '';
  return {
    geojson: json,
    names,
    mapping: { code: guess('code'), name: guess('name'), community: guess('community') },
  };
}

function propertiesOf(feature: unknown): string[] {
  const properties =
    typeof feature === 'object' && feature !== null && 'properties' in feature ? feature.properties : {};
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

/** What is wrong with a row: which ring and why. */
export function problemText({ problem }: ImportRow): string {
  if (problem === null) return '';
  return 'ring' in problem ? `${problem.ring}:${problem.reason}` : problem.reason;
}
