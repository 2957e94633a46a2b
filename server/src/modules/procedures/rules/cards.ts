import type { LadderRung, LightRule } from '@yihu/shared';

/** One card of supervision as the `cards` policy states it: workdays before (negative) or after the due day. */
export interface CardRow {
  card: 'YELLOW' | 'RED';
  workdays: number;
  tell: readonly LadderRung[];
}

/** R10: yellow one workday before, red on the first workday after. */
export const DEFAULT_CARDS: readonly CardRow[] = [
  { card: 'YELLOW', workdays: -1, tell: ['HANDLER', 'UNIT_HEAD'] },
  { card: 'RED', workdays: 1, tell: ['HANDLER', 'UNIT_HEAD', 'LEADER_DEPUTY', 'LEADER_MAIN'] },
];

/** The moments cards are given, as marks of a clock; between them the due time itself is told as usual. */
export function cardLights(rows: readonly CardRow[]): LightRule {
  const of = (card: CardRow['card']) => rows.find((row) => row.card === card)?.workdays;
  const [yellow, red] = [of('YELLOW'), of('RED')];
  return {
    yellow: yellow === undefined ? null : { kind: 'workdaysBefore', n: -yellow },
    orange: { kind: 'due' },
    red: red === undefined ? null : { kind: 'workdaysAfter', n: red },
  };
}
