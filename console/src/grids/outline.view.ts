import type { Outline, PolygonRings, Position } from '@yihu/shared';

/** One corner a line, `经度,纬度`; an empty line begins a hole, a line of dashes another part. */
const PART = /^-{2,}$/;
const PAIR = /^\s*(-?\d+(?:\.\d+)?)\s*[,,、\s]\s*(-?\d+(?:\.\d+)?)\s*$/;

export type TextRead<T> = { value: T } | { problem: string };

/** The corners of an outline as text that can be read, changed and pasted. */
export function outlineText(outline: Outline | null): string {
  if (outline === null) return '';
  const polygons = outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates;
  return polygons
    .map((rings) => rings.map((ring) => lineText(ring.slice(0, -1))).join('\n\n'))
    .join('\n---\n');
}

export function lineText(line: readonly Position[]): string {
  return line.map(([lng, lat]) => `${lng.toFixed(6)},${lat.toFixed(6)}`).join('\n');
}

/** Reads such a text, or a GeoJSON geometry or feature; a ring is closed when it is not. */
export function readOutline(text: string): TextRead<Outline> {
  if (/^\s*\{/.test(text)) return readJson(text);
  const parts: Position[][][] = [[[]]];
  for (const [at, row] of text.split(/\r?\n/).entries()) {
    const part = parts.at(-1) ?? [];
    const ring = part.at(-1) ?? [];
    if (PART.test(row.trim())) parts.push([[]]);
    else if (row.trim() === '') {
      if (ring.length > 0) part.push([]);
    } else {
      const position = readPair(row);
      if (position === null)
        return { problem: `第 ${at + 1} 行「${row.trim().slice(0, 30)}」不是「经度,纬度」` };
      ring.push(position);
    }
  }
  const polygons = parts
    .map((rings): PolygonRings => rings.filter((ring) => ring.length > 0).map(closed))
    .filter((rings) => rings.length > 0);
  const [first, ...others] = polygons;
  if (first === undefined) return { problem: '还没有边界:在地图上画,或每行写一个「经度,纬度」' };
  return {
    value:
      others.length === 0
        ? { type: 'Polygon', coordinates: first }
        : { type: 'MultiPolygon', coordinates: [first, ...others] },
  };
}

export function readLine(text: string): TextRead<Position[]> {
  const line: Position[] = [];
  for (const [at, row] of text.split(/\r?\n/).entries()) {
    if (row.trim() === '') continue;
    const position = readPair(row);
    if (position === null)
      return { problem: `第 ${at + 1} 行「${row.trim().slice(0, 30)}」不是「经度,纬度」` };
    line.push(position);
  }
  return line.length < 2 ? { problem: '线至少两个点:在地图上画,或每行写一个「经度,纬度」' } : { value: line };
}

function readPair(row: string): Position | null {
  const [, lng, lat] = PAIR.exec(row.normalize('NFKC').replace(/[[\]();;]/g, '')) ?? [];
  return lng === undefined || lat === undefined ? null : [Number(lng), Number(lat)];
}

function closed(ring: Position[]): Position[] {
  const [first] = ring;
  const last = ring.at(-1);
  const isClosed = first !== undefined && first[0] === last?.[0] && first[1] === last[1];
  return first === undefined || (isClosed && ring.length > 1) ? ring : [...ring, first];
}

/** What is pasted as GeoJSON goes to the server as it is: there each wrong ring is named. */
function readJson(text: string): TextRead<Outline> {
  try {
    const json = JSON.parse(text) as { type?: string; geometry?: unknown };
    return { value: (json.type === 'Feature' ? json.geometry : json) as Outline };
  } catch {
    return { problem: '不是完整的 GeoJSON' };
  }
}

/** 12.3 公顷; smaller ones in square metres. */
export function areaText(m2: number): string {
  return m2 < 10_000 ? `${Math.round(m2)} 平方米` : `${(m2 / 10_000).toFixed(1)} 公顷`;
}
