import { gridIndex } from './bare-place.ts';
import { median } from './stats.ts';

const SIDE = 100;
const STEP = 0.003;
const WEST = 117;
const SOUTH = 31.5;
const CORNERS = 12;

/** Grid outlines of 12 corners side by side, 100 × 100. */
function polygonAt(x: number, y: number): [number, number][] {
  const ring = Array.from({ length: CORNERS }, (_, at): [number, number] => {
    const angle = (2 * Math.PI * at) / CORNERS;
    return [
      WEST + (x + 0.5 + 0.5 * Math.cos(angle)) * STEP,
      SOUTH + (y + 0.5 + 0.5 * Math.sin(angle)) * STEP,
    ];
  });
  const [first] = ring;
  return first === undefined ? ring : [...ring, first];
}

/** Look-ups a second of the server's grid index with 10,000 polygons, in this process: the median of five rounds. */
export function routingRate(lookUps = 500_000): { perSecond: number; hits: number } {
  const index = gridIndex();
  for (let at = 0; at < SIDE * SIDE; at += 1) {
    const ring = polygonAt(at % SIDE, Math.floor(at / SIDE));
    const outline = { type: 'Polygon', coordinates: [ring] };
    index.replace({ id: `G${at}`, code: `G-${String(at).padStart(5, '0')}`, rootId: 'R', outline });
  }
  const span = SIDE * STEP;
  const points = Float64Array.from({ length: 2 * 65_536 }, (_, at) =>
    at % 2 === 0 ? WEST + Math.random() * span : SOUTH + Math.random() * span,
  );
  let hits = 0;
  const round = () => {
    const start = performance.now();
    for (let n = 0; n < lookUps; n += 1) {
      const at = (n % 65_536) * 2;
      if (index.locate(points[at] ?? 0, points[at + 1] ?? 0) !== null) hits += 1;
    }
    return lookUps / ((performance.now() - start) / 1000);
  };
  round();
  hits = 0;
  const rates = Array.from({ length: 5 }, round);
  return { perSecond: median(rates), hits: hits / (5 * lookUps) };
}
