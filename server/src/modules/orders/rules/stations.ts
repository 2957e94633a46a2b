import { type Instant, type OrderFacts, STATES, type State, type Station } from '@yihu/shared';

/** How far along the five stations each state is. */
const AT: Readonly<Record<State, number>> = {
  SUBMITTED: 0,
  NEED_INFO: 0,
  ACCEPTED: 0,
  DISPATCHED: 1,
  IN_PROGRESS: 2,
  REPLIED: 2,
  TO_VISIT: 3,
  SUSPENDED: 2,
  CLOSED: 4,
  ARCHIVED: 4,
  DECLINED: 0,
  MERGED: 0,
  WITHDRAWN: 0,
};
const KEYS = ['RECEIVED', 'DISPATCHED', 'HANDLING', 'RESULT', 'CLOSED'] as const;

/** Five plain stations: 已收到 → 已派给×× → 正在处理 → 已有结果,请您看看 → 已办结. */
export function stationsOf(facts: OrderFacts, unitName: string | null): Station[] {
  const state = facts.state === 'NEED_INFO' ? (facts.resumeState ?? 'SUBMITTED') : facts.state;
  const at = AT[state];
  const isOver = state === 'CLOSED' || state === 'ARCHIVED';
  const labels = [
    '已收到',
    unitName === null ? '派给承办单位' : `已派给${unitName}`,
    '正在处理',
    '已有结果,请您看看',
    '已办结',
  ];
  const times: (Instant | null)[] = [
    facts.receivedAt,
    null,
    facts.signedAt,
    facts.approvedAt,
    facts.closedAt,
  ];
  return KEYS.map((key, index) => ({
    key,
    label: labels[index] ?? '',
    state: index < at || isOver ? 'done' : index === at ? 'now' : 'todo',
    at: index <= at ? (times[index] ?? null) : null,
  }));
}

interface Said {
  unit: string;
  office: string;
  officePhone: string | null;
  date: string;
  /** The day has passed and what was promised by then is still owed. */
  isPast: boolean;
}

/** What is so, and what was promised, where somebody waits for a unit or the office. */
const OWED: Partial<Record<State, { so: (said: Said) => string; what: string }>> = {
  SUBMITTED: { so: () => '已收到', what: '告诉您是否受理' },
  ACCEPTED: { so: () => '已受理', what: '派给承办单位' },
  DISPATCHED: { so: ({ unit }) => `已派给${unit}`, what: '答复您' },
  IN_PROGRESS: { so: ({ unit }) => `${unit}正在处理`, what: '答复您' },
  REPLIED: { so: ({ unit, office }) => `${unit}已办理,${office}正在核对结果`, what: '告诉您' },
  SUSPENDED: { so: ({ unit }) => `${unit}要较长时间才能办好`, what: '告诉您进展' },
};

/** First sentence: what is so. Second: what comes next, by when. For the resident's page. */
export function headlineOf(facts: OrderFacts, said: Said): string {
  const { unit, office, date } = said;
  const phone = said.officePhone === null ? '' : `,电话 ${said.officePhone}`;
  const owed = OWED[facts.state];
  if (said.isPast && owed !== undefined)
    return `${owed.so(said)}。原定${date}前${owed.what},已经超过。可以问${office}${phone}。`;
  const again = facts.cycle > 0 ? `第${facts.cycle + 1}次办理。` : '';
  const lines: Record<State, string> = {
    SUBMITTED: facts.outside
      ? `已收到。地点不在本街道网格内,${office}在${date}前核对并告诉您找哪里。`
      : `已收到。${office}在${date}前告诉您是否受理。`,
    NEED_INFO: `需要您补充。请在${date}前补充,之后按现有情况继续办理。`,
    DECLINED: `不属于本街道办理范围。请看下面的说明,或问${office}${phone}。`,
    ACCEPTED: `已受理。${office}在${date}前派给承办单位。`,
    DISPATCHED: `${again}已派给${unit}。最迟${date}答复您。`,
    IN_PROGRESS: `${again}${unit}正在处理。最迟${date}答复您。`,
    REPLIED: `${unit}已办理。${office}正在核对结果,${date}前告诉您。`,
    TO_VISIT: `${unit}已有办理结果。请您看看,解决了没有。`,
    SUSPENDED: `${again}${unit}要较长时间才能办好,已同意延后办理。${date}前告诉您进展。`,
    CLOSED: `已办结。如果没有解决,${date}前可以要求重办。`,
    MERGED: '已与您反映的另一件合并办理,进展会同步告诉您。',
    WITHDRAWN: `${STATES.WITHDRAWN}。还需要的话,可以重新反映。`,
    ARCHIVED: '已办结并归档。又出现了可以重新反映。',
  };
  return lines[facts.state];
}
