import { dueView } from './due.ts';

const NOW = '2026-11-22T06:00:00.000Z';
const startedAt = '2026-11-20T06:00:00.000Z';

describe('dueView', () => {
  it.each([
    ['2026-12-01T06:00:00.000Z', 'calm', 'clock', '还剩9天(12月1日 14:00)'],
    ['2026-11-23T12:00:00.000Z', 'plan', 'clock', '还剩1天6小时(明天 20:00)'],
    ['2026-11-23T06:00:00.000Z', 'soon', 'clock', '还剩1天(明天 14:00)'],
    ['2026-11-22T10:00:00.000Z', 'urgent', 'alert', '还剩4小时(今天 18:00)'],
    ['2026-11-22T06:00:00.000Z', 'urgent', 'alert', '还剩不到1分钟(今天 14:00)'],
    ['2026-11-22T05:59:00.000Z', 'late', 'alert', '已超期1分钟(今天 13:59)'],
  ])('due %s is %s with %s: %s', (dueAt, tone, icon, text) => {
    expect(dueView({ dueAt, startedAt }, NOW)).toEqual({ tone, icon, text });
  });

  it('says whether a finished step kept its time', () => {
    const dueAt = '2026-11-22T04:00:00.000Z';
    expect(dueView({ dueAt, doneAt: dueAt }, NOW)).toMatchObject({ tone: 'kept', text: '按时完成' });
    expect(dueView({ dueAt, doneAt: '2026-11-22T05:00:00.000Z' }, NOW)).toMatchObject({
      tone: 'missed',
      text: '超期1小时完成',
    });
  });
});
