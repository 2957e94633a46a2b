/** Kinds of demo rows; each numbers its rows from 1. */
type DemoRow = 'UNIT' | 'LINE' | 'PERSON' | 'GRANT' | 'RULE';

const LETTERS: Record<DemoRow, string> = { UNIT: 'N', LINE: 'Z', PERSON: 'P', GRANT: 'G', RULE: 'R' };

/** The fixed id of a demo row, in the shape of any other id, so that links and tests can name it. */
export function demoId(row: DemoRow, n: number): string {
  return `01KAJ00000DEM0${LETTERS[row]}${String(n).padStart(11, '0')}`;
}
