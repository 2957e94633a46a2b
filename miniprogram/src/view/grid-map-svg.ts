import type { Frame, GridMap, GridShape } from './grid-map';

/** Fill and edge per community; the chosen grid is told by a thick edge and its name, never by colour alone. */
const TINTS = [
  ['#dbe8fb', '#5f86bd'],
  ['#dff3e4', '#5a9a70'],
  ['#fdf0d5', '#b08a3c'],
  ['#f3e3f5', '#97699f'],
  ['#fbe3df', '#b06d62'],
  ['#dcf1f3', '#4f929b'],
] as const;
const CHOSEN = ['#1f5fbf', '#17498f'] as const;

/**
 * The map as an SVG text: an image needs no map service and no canvas, and both builds can show it.
 * `boxPx` is the width it is shown at, so that names and lines keep their size while zooming.
 */
export function mapSvg(
  map: GridMap,
  frame: Frame,
  boxPx: number,
  chosenId: string | null,
  pin: [number, number] | null,
): string {
  const px = frame.side / boxPx;
  const shapes = map.shapes.map((shape) => shapeSvg(shape, shape.id === chosenId, px)).join('');
  const names = map.shapes.map((shape) => nameSvg(shape, shape.id === chosenId, frame, px)).join('');
  const box = [frame.x, frame.y, frame.side, frame.side * map.ratio].map(short).join(' ');
  const size = `width="${boxPx * 2}" height="${short(boxPx * 2 * map.ratio)}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" ${size}>${shapes}${names}${pin ? pinSvg(pin, px) : ''}</svg>`;
}

export function svgUrl(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

function shapeSvg({ rings, tint }: GridShape, chosen: boolean, px: number): string {
  const [fill, edge] = chosen ? CHOSEN : (TINTS[tint % TINTS.length] ?? TINTS[0]);
  const path = rings.map((ring) => `M${ring.map(([x, y]) => `${short(x)} ${short(y)}`).join('L')}Z`).join('');
  return `<path d="${path}" fill="${fill}" fill-rule="evenodd" stroke="${edge}" stroke-width="${short((chosen ? 3 : 1.5) * px)}" stroke-linejoin="round"/>`;
}

/** Names in lines of up to four characters, left out where the grid is too small to hold them. */
function nameSvg(shape: GridShape, chosen: boolean, frame: Frame, px: number): string {
  const size = 12 * px;
  const lines = shape.label.match(/.{1,4}/gu) ?? [];
  const [x, y] = shape.centre;
  const seen = x > frame.x && x < frame.x + frame.side && y > frame.y && y < frame.y + frame.side;
  if (!seen || (!chosen && extent(shape) < size * 4.2)) return '';
  const top = y - ((lines.length - 1) / 2) * size * 1.15 + size * 0.35;
  const spans = lines
    .map(
      (line, at) => `<tspan x="${short(x)}" y="${short(top + at * size * 1.15)}">${escapeXml(line)}</tspan>`,
    )
    .join('');
  return `<text font-family="sans-serif" font-size="${short(size)}" text-anchor="middle" fill="${chosen ? '#fff' : '#1a2233'}">${spans}</text>`;
}

function extent({ rings }: GridShape): number {
  const xs = (rings[0] ?? []).map(([x]) => x);
  return Math.max(...xs) - Math.min(...xs);
}

function pinSvg([x, y]: [number, number], px: number): string {
  const at = `translate(${short(x)} ${short(y)}) scale(${short(px)})`;
  return `<g transform="${at}"><path d="M0 0C-3-8-11-14-11-23a11 11 0 0 1 22 0C11-14 3-8 0 0z" fill="#b42318" stroke="#fff" stroke-width="2"/><circle cx="0" cy="-23" r="4" fill="#fff"/></g>`;
}

function short(n: number): string {
  return String(Math.round(n * 1000) / 1000);
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
