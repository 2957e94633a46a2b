import type { CardRow, LightRule } from '@yihu/shared';

export { type CardRow, DEFAULT_CARDS } from '@yihu/shared';

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
