import type { Outline, PolygonRings, Position } from '@yihu/shared';
import { boxOf, polygonsOf } from '../../directory/rules/grid-index';
import { arrange, type Corner, type Drawn, type Edge, isSame, Sheet } from './arrangement';
import { type Face, facesOf, rightOf, type Walk } from './faces';

/** Metres of a millionth of a degree along a meridian (mean radius 6 371 008.8 m). */
const METRES = 0.111195;
/** Lines drawn by hand beside each other leave cracks; below this nobody stands in one. */
const CRACK_M2 = 5;

/** Square metres of an outline on the ground. */
export function areaOf(outline: Outline): number {
  let sum = 0;
  for (const rings of polygonsOf(outline)) {
    rings.forEach((ring, at) => {
      sum += (at === 0 ? 1 : -1) * Math.abs(ringArea(ring));
    });
  }
  return sum;
}

/** Square metres that two outlines share. */
export function overlapOf(a: Outline, b: Outline): number {
  if (!areNear(a, b)) return 0;
  const shared = overlay([a, b], (layers) => layers.size === 2);
  return shared === null ? 0 : areaOf(shared);
}

/** Square metres of `outline` that lie outside `around`. */
export function outsideOf(outline: Outline, around: Outline): number {
  const rest = overlay([outline, around], (layers) => layers.has(0) && !layers.has(1));
  return rest === null ? 0 : areaOf(rest);
}

/** All outlines as one; cracks between them are closed. Null for none. */
export function unionOf(outlines: readonly Outline[]): Outline | null {
  return overlay(outlines, (layers) => layers.size > 0);
}

/** Patches that belong to no outline: of the whole when it is given, else those the outlines enclose. Largest first. */
export function gapsOf(outlines: readonly Outline[], whole: Outline | null): PolygonRings[] {
  if (outlines.length === 0) return [];
  if (whole !== null) {
    const rest = overlay([whole, ...outlines], (layers) => layers.has(0) && layers.size === 1);
    return rest === null ? [] : bySize(polygonsOf(rest));
  }
  const all = overlay(outlines, (layers) => layers.size > 0, 0);
  if (all === null) return [];
  const holes = polygonsOf(all).flatMap(([, ...rings]) => rings.map((ring) => [ring]));
  return bySize(holes.filter((rings) => areaOf({ type: 'Polygon', coordinates: rings }) >= CRACK_M2));
}

/** Cuts an outline along a line; the pieces, largest first. One piece: the line does not part it. */
export function splitBy(outline: Outline, line: readonly Position[]): PolygonRings[] {
  const [start] = polygonsOf(outline)[0]?.[0] ?? [];
  if (start === undefined) return [];
  const sheet = new Sheet(start);
  const edges = arrange([...drawnOf([outline], sheet), ...linesOf(line, sheet, 'line')]);
  const right = rightOf(edges);
  const border: Walk[] = [];
  const cuts: Edge[] = [];
  for (const edge of edges) {
    if (edge.odd.size > 0) border.push(right(edge).has(0) ? backward(edge) : edge);
    else if (right(edge).has(0)) cuts.push(edge);
  }
  const parting = withoutLooseEnds(cuts, border);
  const walks = [...border, ...parting.flatMap((edge) => [forward(edge), backward(edge)])];
  return bySize(facesOf(walks).map((face) => ringsOf(face, sheet)));
}

/** Where `keep` says so of the layers (outlines by their number) a place lies in; null for nowhere. */
function overlay(
  outlines: readonly Outline[],
  keep: (layers: ReadonlySet<number>) => boolean,
  crackM2 = CRACK_M2,
): Outline | null {
  const start = outlines[0] && polygonsOf(outlines[0])[0]?.[0]?.[0];
  if (start === undefined) return null;
  const sheet = new Sheet(start);
  const edges = arrange(drawnOf(outlines, sheet));
  const right = rightOf(edges);
  const walks = edges.flatMap((edge): Walk[] => {
    const layers = right(edge);
    const isRight = keep(layers);
    for (const layer of edge.odd) if (!layers.delete(layer)) layers.add(layer);
    const isLeft = keep(layers);
    if (isLeft === isRight) return [];
    return [isLeft ? forward(edge) : backward(edge)];
  });
  const polygons = facesOf(walks).map((face) => ringsOf(face, sheet));
  const solid = polygons
    .filter((rings) => areaOf({ type: 'Polygon', coordinates: rings }) >= crackM2)
    .map(([outer = [], ...holes]) => [outer, ...holes.filter((hole) => Math.abs(ringArea(hole)) >= crackM2)]);
  const [first, ...others] = bySize(solid);
  if (first === undefined) return null;
  return others.length === 0
    ? { type: 'Polygon', coordinates: first }
    : { type: 'MultiPolygon', coordinates: [first, ...others] };
}

function drawnOf(outlines: readonly Outline[], sheet: Sheet): Drawn[] {
  return outlines.flatMap((outline, layer) =>
    polygonsOf(outline)
      .flat()
      .flatMap((ring) => linesOf(ring, sheet, layer)),
  );
}

function linesOf(positions: readonly Position[], sheet: Sheet, layer: number | 'line'): Drawn[] {
  const corners = positions.map((position) => sheet.corner(position));
  return corners.slice(1).flatMap((to, at) => {
    const from = corners[at];
    return from === undefined || isSame(from, to) ? [] : [{ from, to, layer }];
  });
}

/** Of cutting lines what leads from border to border: an end that hangs in the air parts nothing. */
function withoutLooseEnds(cuts: readonly Edge[], border: readonly Walk[]): Edge[] {
  const held = new Set(border.map(({ from }) => String(from)));
  for (let left = [...cuts]; ; ) {
    const ends = new Map<string, number>();
    for (const { from, to } of left) {
      for (const key of [String(from), String(to)]) ends.set(key, (ends.get(key) ?? 0) + 1);
    }
    const isHeld = (corner: Corner) => held.has(String(corner)) || (ends.get(String(corner)) ?? 0) > 1;
    const firm = left.filter(({ from, to }) => isHeld(from) && isHeld(to));
    if (firm.length === left.length) return firm;
    left = firm;
  }
}

const forward = ({ from, to }: Edge): Walk => ({ from, to });
const backward = ({ from, to }: Edge): Walk => ({ from: to, to: from });

function ringsOf({ outer, holes }: Face, sheet: Sheet): PolygonRings {
  return [outer, ...holes].map((ring) => {
    const positions = ring.map((corner) => sheet.position(corner));
    return [...positions, ...positions.slice(0, 1)];
  });
}

function bySize(polygons: readonly PolygonRings[]): PolygonRings[] {
  const size = (rings: PolygonRings) => areaOf({ type: 'Polygon', coordinates: rings });
  return [...polygons].sort((a, b) => size(b) - size(a));
}

function ringArea(ring: readonly Position[]): number {
  const [first] = ring;
  if (first === undefined) return 0;
  const scale = Math.cos((first[1] * Math.PI) / 180) * (METRES * 1e6) ** 2;
  let [sum, before] = [0, ring.at(-1) ?? first];
  for (const position of ring) {
    sum +=
      (before[0] - first[0]) * (position[1] - first[1]) - (position[0] - first[0]) * (before[1] - first[1]);
    before = position;
  }
  return (sum / 2) * scale;
}

function areNear(a: Outline, b: Outline): boolean {
  return polygonsOf(a).some((one) => {
    const [w1, s1, e1, n1] = boxOf(one);
    return polygonsOf(b).some((other) => {
      const [w2, s2, e2, n2] = boxOf(other);
      return w1 <= e2 && w2 <= e1 && s1 <= n2 && s2 <= n1;
    });
  });
}
