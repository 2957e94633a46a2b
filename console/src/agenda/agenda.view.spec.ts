import type { ItemSummary } from '@yihu/shared';
import { agendaText, meetingsToCome } from './agenda.view';

const meeting = (id: string, heldOn: string | null, state: ItemSummary['state'] = 'OPEN') =>
  ({ id, heldOn, state }) as ItemSummary;

it('offers the meetings still to come, the next first', () => {
  const items = [
    meeting('later', '2026-12-01'),
    meeting('over', '2026-11-22'),
    meeting('today', '2026-11-23'),
    meeting('written', '2026-11-30', 'TO_REVIEW'),
  ];
  expect(meetingsToCome(items, '2026-11-23').map(({ id }) => id)).toEqual(['today', 'later']);
});

it('says what was put on it, what was there, and what was not and why', () => {
  const answer = { sessionId: 'S', title: '周调度会', added: 3, known: 0, refused: [] };
  expect(agendaText(answer)).toBe('已列入「周调度会」3 件');
  const why = '工单现在是「已办结」,不用上会';
  const refused = ['A', 'B'].map((orderId) => ({ orderId, orderNo: orderId, why }));
  expect(agendaText({ ...answer, known: 1, refused })).toBe(
    `已列入「周调度会」3 件,1 件早已在议程上;2 件没有列入:${why}`,
  );
});
