import { type FigureValue, type Instant, isUnhappy, type OrderFacts, type Satisfaction } from '@yihu/shared';
import { mean, percent } from './rate';
import { returnsOf } from './returns';
import type { Case, Scope } from './scope';
import type { OrderLife, PromiseRow, Turn } from './turns-of';

export { type Scope, scopeOf } from './scope';

/** Cases of one figure: those counted, and those of them for which it holds; each names an order. */
interface Parts {
  num: readonly string[];
  den: readonly string[];
}

interface Figure {
  label: string;
  /** Left out of the published figure once approved (R6): the name its exclusion carries. */
  excludedAs?: 'solved' | 'satisfied';
  print: (num: number, den: number) => FigureValue;
  parts: (scope: Scope) => Parts;
}

/** Nothing was to be solved in these. */
const NO_SOLUTION: readonly string[] = ['CONSULT', 'SUGGEST', 'PRAISE'];

const idOf = ({ orderId }: Turn) => orderId;

function split(cases: readonly Case[], holds: (turn: Case) => boolean): Parts {
  return { den: cases.map(idOf), num: cases.filter(holds).map(idOf) };
}

function promiseOf({ order, id, orderId }: Case, milestone: string, cycle?: number): PromiseRow | undefined {
  return order.promises.find(
    (row) =>
      row.milestone === milestone &&
      (row.subjectId === id || row.subjectId === orderId) &&
      (cycle === undefined || row.cycle === cycle),
  );
}

/** Done by the promise's due time; without a promise there is nothing to be late for. */
function within(at: Instant | null, promise: PromiseRow | undefined): boolean {
  return at !== null && (promise?.dueAt == null || at <= promise.dueAt);
}

const signedInTime = (turn: Case) => within(turn.signedAt, promiseOf(turn, 'sign'));
const isAnonymous = ({ order }: Case) => order.facts.confidentiality === 'ANONYMOUS';
const contactedInTime = (turn: Case) => within(turn.contactedAt, promiseOf(turn, 'contact'));

/** Every cycle of the turn was answered at or before its approved due time. */
function onTime(turn: Case): boolean {
  const cycles = handles(turn);
  return turn.completed && cycles.every((row) => within(row.metAt, row));
}

function handles({ order, cycle }: Case): PromiseRow[] {
  return order.promises.filter((row) => row.milestone === 'handle' && row.cycle >= cycle);
}

/** When a turn that is not answered is late, by the first of its running promises; null when nothing runs. */
export function lateFrom(turn: Case): Instant | null {
  if (turn.completed) return null;
  const dues = handles(turn).flatMap(({ isLive, dueAt }) => (isLive && dueAt !== null ? [dueAt] : []));
  return dues.sort()[0] ?? null;
}

function overdueOpen(turn: Case, asOf: Instant): boolean {
  const from = lateFrom(turn);
  return from !== null && from < asOf;
}

/** Orders of the cases, each once, that were answered in the way asked about. */
function answered(
  scope: Scope,
  answerOf: (facts: OrderFacts) => string | null,
  isGood: (answer: string) => boolean,
  counts: (facts: OrderFacts) => boolean = () => true,
): Parts {
  const lives = new Map(scope.cases.map((turn) => [turn.orderId, turn.order.facts]));
  const given = [...lives].filter(([, facts]) => counts(facts) && answerOf(facts) !== null);
  return {
    den: given.map(([id]) => id),
    num: given.filter(([, facts]) => isGood(answerOf(facts) ?? '')).map(([id]) => id),
  };
}

const isHappy = (answer: string) => !isUnhappy(answer as Satisfaction);

const repeat = (order: OrderLife, times: number) => Array.from({ length: times }, () => order.facts.id);

/** Wrongly sent at first: taken back, returned, or given to another by a leader. */
const MISSENT: readonly (string | null)[] = ['TAKEN_BACK', 'RETURNED', 'REASSIGNED'];

/** The five rates and what is published beside them. Each names its orders; none is ever typed in. */
export const FIGURES = {
  response: {
    label: '响应率',
    print: percent,
    // An anonymous filer cannot be called: signing in time is then all that can be asked.
    parts: ({ cases }) =>
      split(cases, (turn) => signedInTime(turn) && (isAnonymous(turn) || contactedInTime(turn))),
  },
  completion: {
    label: '办结率',
    print: percent,
    parts: ({ cases }) => split(cases, ({ completed }) => completed),
  },
  solved: {
    label: '解决率',
    excludedAs: 'solved',
    print: percent,
    parts: (scope) =>
      answered(
        scope,
        ({ finalSolved }) => finalSolved,
        (answer) => answer === 'YES',
        ({ requestType }) => !NO_SOLUTION.includes(requestType),
      ),
  },
  process: {
    label: '服务过程满意率',
    excludedAs: 'satisfied',
    print: percent,
    parts: (scope) => answered(scope, ({ finalProcess }) => finalProcess, isHappy),
  },
  result: {
    label: '办理结果满意率',
    excludedAs: 'satisfied',
    print: percent,
    parts: (scope) => answered(scope, ({ finalResult }) => finalResult, isHappy),
  },
  signOnTime: { label: '及时签收率', print: percent, parts: ({ cases }) => split(cases, signedInTime) },
  contact: {
    label: '先行联系率',
    print: percent,
    parts: ({ cases }) =>
      split(
        cases.filter((turn) => !isAnonymous(turn)),
        contactedInTime,
      ),
  },
  onTime: {
    label: '按期办结率',
    print: percent,
    parts: ({ cases, asOf }) =>
      split(
        cases.filter((turn) => turn.completed || overdueOpen(turn, asOf)),
        onTime,
      ),
  },
  overdue: {
    label: '逾期率',
    print: percent,
    parts: ({ cases, asOf }) =>
      split(cases, (turn) => overdueOpen(turn, asOf) || (turn.completed && !onTime(turn))),
  },
  hops: {
    label: '平均流转次数',
    print: mean,
    parts: ({ flow, orders }) => ({ num: flow.map(idOf), den: orders.map(({ facts }) => facts.id) }),
  },
  returned: {
    label: '退回率',
    print: percent,
    parts: ({ flow }) => split(flow, ({ endReason }) => endReason === 'RETURNED'),
  },
  invalidReturn: {
    label: '无效退回率',
    print: percent,
    parts: ({ orders }) => ({
      num: orders.flatMap((order) => repeat(order, returnsOf(order).invalid)),
      den: orders.flatMap((order) => repeat(order, returnsOf(order).asked)),
    }),
  },
  firstDispatch: {
    label: '首派准确率',
    print: percent,
    parts: ({ orders }) => ({
      den: orders.map(({ facts }) => facts.id),
      num: orders
        .filter(({ turns }) => !MISSENT.includes(turns[0]?.endReason ?? null))
        .map(({ facts }) => facts.id),
    }),
  },
} as const satisfies Record<string, Figure>;
export type FigureName = keyof typeof FIGURES;

export interface Figured {
  name: FigureName;
  label: string;
  before: FigureValue;
  after: FigureValue;
  /** Ids of orders, once for each time they count; `after` leaves out what was approved to be left out. */
  ids: { before: Parts; after: Parts };
}

/** One figure of the scope, before and after exclusion. */
export function figure(name: FigureName, scope: Scope): Figured {
  const { label, print, parts, excludedAs }: Figure = FIGURES[name];
  const before = parts(scope);
  const out = new Set(
    scope.orders
      .filter(({ facts }) => excludedAs !== undefined && facts.excluded.split(' ').includes(excludedAs))
      .map(({ facts }) => facts.id),
  );
  const kept = (ids: readonly string[]) => ids.filter((id) => !out.has(id));
  const after = { num: kept(before.num), den: kept(before.den) };
  return {
    name,
    label,
    before: print(before.num.length, before.den.length),
    after: print(after.num.length, after.den.length),
    ids: { before, after },
  };
}

/** What is printed of a figure that was counted elsewhere. */
export function figureOf(name: FigureName, num: number, den: number): FigureValue {
  return FIGURES[name].print(num, den);
}
