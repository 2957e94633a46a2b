import type { OrderFacts } from '@yihu/shared';
import type { ClockRow } from '../../clocks/clock-row';
import { clockFor } from './due-columns';
import { dueDayText } from './tell';

interface Names {
  unit: string | null;
  office: string;
  officePhone: string | null;
}

/** What happens next, with unit and date: the same promises the staff see. */
export function receiptSentences(facts: OrderFacts, clocks: readonly ClockRow[], names: Names): string[] {
  const dateOf = (milestone: 'accept' | 'dispatch' | 'handle') => {
    const clock = clockFor(facts, clocks, milestone) ?? clockFor(facts, clocks, milestone, 'OUTER');
    return dueDayText(clock?.dueAt ?? null, clock?.awaitingYear ?? null);
  };
  const call = names.officePhone === null ? '' : ` 有急事请打${names.office}电话 ${names.officePhone}。`;
  const sentences: string[] = [];
  if (facts.outside) {
    sentences.push(`您选的地点不在本街道网格内,先由${names.office}核对,${dateOf('accept')}前告诉您找哪里。`);
  } else if (facts.leadUnitId !== null && names.unit !== null) {
    sentences.push(`已派给${names.unit},${dateOf('handle')}前答复您。`);
  } else if (facts.state === 'ACCEPTED') {
    sentences.push(`${names.office}已受理,${dateOf('dispatch')}前派给承办单位。`);
  } else {
    sentences.push(`${names.office}${dateOf('accept')}前告诉您是否受理。`);
  }
  if (facts.voice === 'ONLY') sentences.push(`您的录音由${names.office}听写成文字后办理。`);
  if (facts.leadUnitId === null) sentences.push(`最迟${dateOf('handle')}答复您。`);
  const follow =
    facts.filerId === null
      ? `请把编号 ${facts.orderNo} 告诉来电人,凭编号可以来电查询。`
      : '每一步都会在「消息」里告诉您。';
  sentences.push(`${follow}${call}`.trim());
  return sentences;
}
