import { type ClockWhen, listOf, matchesWhere } from './policy.ts';

const PLAIN = [
  'partyKind',
  'requestType',
  'complexity',
  'urgency',
  'channel',
  'classCode',
  'offList',
] as const;
/** Cycles looked at when two conditions are compared: far more reworks than an order can have. */
const CYCLES = Array.from({ length: 100 }, (_, cycle) => cycle);

/** True when every order the narrow condition takes is taken by the wide one too. */
export function covers(wide: ClockWhen, narrow: ClockWhen): boolean {
  const plain = PLAIN.every((key) => {
    const [wanted, given] = [wide[key], narrow[key]];
    if (wanted === undefined) return true;
    const allowed: unknown[] = listOf<unknown>(wanted);
    return given !== undefined && listOf<unknown>(given).every((value) => allowed.includes(value));
  });
  const cycles = CYCLES.filter((cycle) => cycleHolds(narrow, cycle)).every((cycle) =>
    cycleHolds(wide, cycle),
  );
  return plain && cycles && coversClass(wide, narrow);
}

/** True when one order can satisfy both conditions. Class prefixes are taken as able to meet. */
export function compatible(a: ClockWhen, b: ClockWhen): boolean {
  const plain = PLAIN.every((key) => {
    const [wanted, given] = [a[key], b[key]];
    return wanted === undefined || given === undefined || matchesWhere({ value: wanted }, { value: given });
  });
  return plain && CYCLES.some((cycle) => cycleHolds(a, cycle) && cycleHolds(b, cycle));
}

function cycleHolds(when: ClockWhen, cycle: number): boolean {
  const exact = when.cycle === undefined || listOf<number>(when.cycle).includes(cycle);
  return exact && cycle >= (when.cycleAtLeast ?? 0);
}

function coversClass(wide: ClockWhen, narrow: ClockWhen): boolean {
  if (wide.classPrefix === undefined) return true;
  const prefixes = listOf<string>(wide.classPrefix);
  const given = narrow.classPrefix ?? narrow.classCode;
  if (given === undefined || given === null) return false;
  return listOf<string | null>(given).every((code) => prefixes.some((prefix) => code?.startsWith(prefix)));
}
