import { type FigureValue, TEN_LINKS } from '@yihu/shared';
import { answerSpans } from './answers';
import { FIGURES, type FigureName, figure, figureOf, type Scope } from './figures';
import { STAGES, spanOf } from './stages';

/** Numbers that may be added up, by name; those that are absent are 0. */
export type Measures = Record<string, number>;
type Part = 'num' | 'den';

const NAMES = Object.keys(FIGURES) as FigureName[];
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const isExcludable = (name: FigureName) => 'excludedAs' in FIGURES[name];

/** Where a figure's numerator or denominator is kept; what is never left out is the same before and after. */
export function measureOf(name: FigureName, part: Part, isAfter: boolean): string {
  return `${snake(name)}_${part}${isAfter && isExcludable(name) ? '_after' : ''}`;
}

/** What is kept of turns: a column each. */
export const TURN_MEASURES: readonly string[] = [
  ...NAMES.flatMap((name) => [measureOf(name, 'num', false), measureOf(name, 'den', false)]),
  ...NAMES.filter(isExcludable).flatMap((name) => [
    measureOf(name, 'num', true),
    measureOf(name, 'den', true),
  ]),
  ...Object.keys(STAGES).flatMap((name) => [`${name}_orders`, `${name}_minutes`]),
  ...['cases', 'answered', 'answered_minutes'],
];

/** What is kept of orders by the day they were received: a column each. */
export const ORDER_MEASURES: readonly string[] = [
  ...['received', 'filed', 'filed_after', 'repeats', 'repeats_after'],
  ...TEN_LINKS.flatMap((_, at) => [`link${at}_orders`, `link${at}_times`, `link${at}_minutes`]),
];

/** What a turn that became late adds: it is due to be counted, and overdue. */
export const WHEN_LATE: readonly string[] = [
  measureOf('onTime', 'den', false),
  measureOf('overdue', 'num', false),
];

const sum = (numbers: readonly number[]) => numbers.reduce((all, n) => all + n, 0);

/** Everything that is measured of a scope, by the rules of the figures themselves. */
export function measuresOf(scope: Scope): Measures {
  const found: Measures = {};
  for (const name of NAMES) {
    const { before, after } = figure(name, scope).ids;
    for (const part of ['num', 'den'] as const) {
      found[measureOf(name, part, false)] = before[part].length;
      found[measureOf(name, part, true)] = after[part].length;
    }
  }
  for (const name of Object.keys(STAGES)) {
    const spans = scope.orders.map((order) => spanOf(name, order)).filter((span) => span !== null);
    found[`${name}_orders`] = spans.length;
    found[`${name}_minutes`] = sum(spans);
  }
  const answers = answerSpans(scope.cases);
  return Object.assign(found, {
    cases: scope.cases.length,
    answered: answers.length,
    answered_minutes: sum(answers),
  });
}

/** `a + times × b`. */
export function plus(a: Measures, b: Measures, times = 1): Measures {
  const all = { ...a };
  for (const [name, n] of Object.entries(b)) all[name] = (all[name] ?? 0) + times * n;
  return all;
}

/** A figure as it is published, from what was measured. */
export function publishedOf(name: FigureName, measures: Measures, isAfter: boolean): FigureValue {
  const of = (part: Part) => measures[measureOf(name, part, isAfter)] ?? 0;
  return figureOf(name, of('num'), of('den'));
}
