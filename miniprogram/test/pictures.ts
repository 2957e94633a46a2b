import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

interface Drawing {
  jpeg(options: { quality: number }): { toFile(file: string): Promise<unknown> };
}
// the server's own image library draws what a phone would take
const sharp: (input: Buffer) => Drawing = createRequire(path.resolve(__dirname, '../../server/package.json'))(
  'sharp',
);

/** Files of photos a phone might take of one staircase: blocked, cleared, blocked again and cleared by evening. */
export interface Pictures {
  blocked: string;
  cleared: string;
  again: string;
  clearedAgain: string;
}

/** Draws the photos as JPEG files into `dir`, 1600 × 1200. */
export async function drawPictures(dir: string): Promise<Pictures> {
  fs.mkdirSync(dir, { recursive: true });
  const draw = async (name: string, boxes: number, light = '#8e949c') => {
    const file = path.join(dir, `${name}.jpg`);
    await sharp(Buffer.from(staircase(boxes, light)))
      .jpeg({ quality: 85 })
      .toFile(file);
    return file;
  };
  return {
    blocked: await draw('blocked', 9),
    cleared: await draw('cleared', 0),
    again: await draw('again', 4),
    clearedAgain: await draw('cleared-again', 0, '#5c616b'),
  };
}

const STEPS = 8;

function staircase(boxes: number, light: string): string {
  const steps = Array.from({ length: STEPS }, (_, n) => {
    const [top, inset] = [1100 - n * 95, n * 55];
    return `<rect x="${250 + inset}" y="${top}" width="${1100 - 2 * inset}" height="95" fill="rgb(${150 - n * 8},${148 - n * 8},${142 - n * 8})"/><rect x="${250 + inset}" y="${top}" width="${1100 - 2 * inset}" height="14" fill="#c9c6bd"/>`;
  });
  const heap = Array.from({ length: boxes }, (_, n) => {
    const [x, y] = [330 + (n % 3) * 300 + n * 12, 900 - Math.floor(n / 3) * 210];
    return `<rect x="${x}" y="${y}" width="260" height="205" fill="#b98a55" stroke="#7d5a33" stroke-width="8"/><rect x="${x + 105}" y="${y}" width="46" height="205" fill="#d9bd8d"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200">
<rect width="1600" height="1200" fill="${light}"/><rect width="250" height="1200" fill="#d8d9d6"/><rect x="1350" width="250" height="1200" fill="#cfd0cc"/>
<rect y="820" width="250" height="380" fill="#6d9a86"/><rect x="1350" y="820" width="250" height="380" fill="#648f7c"/>
${steps.join('')}${heap.join('')}
<rect x="1390" y="420" width="150" height="220" fill="#c8372d"/><circle cx="1465" cy="530" r="45" fill="#f2e9e4"/></svg>`;
}
