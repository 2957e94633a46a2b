import { addMinutes, type CallsRow, NOT_FILLED_IN } from '@yihu/shared';
import { MONDAY } from '../../../../../shared/test/order-samples.ts';
import { OrderLife } from '../../../../test/order-life';
import { auditFigure, callFigures, faultsOf, lackingOf, recordFigures, sendFigure } from './quality';

const after = (minutes: number) => addMinutes(MONDAY, minutes);
const calls = (day: string, offered: number, answered: number, waitSeconds: number): CallsRow => ({
  ...{ day, channel: 'HOTLINE_12345', offered, answered, waitSeconds },
});

describe('打得通', () => {
  it('is not filled in where nobody filled it in, neither 0 nor 100 %', () => {
    const { reached, wait, filled } = callFigures([], 30);
    expect([reached.text, wait.text, filled.text]).toEqual([NOT_FILLED_IN, NOT_FILLED_IN, '0/30 天']);
    expect([reached.num, reached.den]).toEqual([null, null]);
  });

  it('is nothing to divide of a day without a call, and 0 % of calls nobody answered', () => {
    expect(callFigures([calls('2026-11-01', 0, 0, 0)], 1).reached.text).toBe('—');
    const none = callFigures([calls('2026-11-01', 5, 0, 0)], 1);
    expect([none.reached.text, none.wait.text]).toEqual(['0.00%', '—']);
  });

  it('adds up lines and days; the wait is that of the answered, half up', () => {
    const rows = [calls('2026-11-01', 10, 8, 60), calls('2026-11-02', 10, 10, 47)];
    const { reached, wait, filled } = callFigures(rows, 3);
    expect([reached.text, wait.text, filled.text]).toEqual(['90.00%', '6 秒', '2/3 天']);
    expect(callFigures([calls('2026-11-01', 2, 2, 5)], 1).wait.text).toBe('3 秒');
    const lines = [
      calls('2026-11-01', 1, 1, 1),
      { ...calls('2026-11-01', 1, 1, 1), channel: 'WARM_LINE' } as const,
    ];
    expect(callFigures(lines, 1).filled.text).toBe('1/1 天');
  });
});

describe('记得清', () => {
  const orders = [
    { orderId: 'A', record: { matter: true, phone: true } },
    { orderId: 'B', record: { matter: true, phone: false } },
    { orderId: 'C', record: { matter: false, phone: false } },
    // Nobody was asked for a number.
    { orderId: 'D', record: { matter: true } },
  ];

  it('is whole when nothing that was asked for is left out', () => {
    const { whole, fields } = recordFigures(orders);
    expect([whole.text, whole.ids.num]).toEqual(['50.00%', ['A', 'D']]);
    expect([fields.num, fields.den]).toEqual([4, 7]);
    expect(recordFigures([]).whole.text).toBe('—');
  });

  it('names what is left out most first', () => {
    expect(lackingOf(orders)).toEqual([
      { field: 'phone', ids: ['B', 'C'] },
      { field: 'matter', ids: ['C'] },
    ]);
  });
});

describe('答得准', () => {
  it('is of the audited alone; nobody audited is nothing', () => {
    expect(auditFigure([]).text).toBe('—');
    const audits = [
      { orderId: 'A', outcome: 'RIGHT', fault: null },
      { orderId: 'B', outcome: 'WRONG', fault: 'FACT' },
      { orderId: 'C', outcome: 'WRONG', fault: 'FACT' },
    ] as const;
    expect(auditFigure(audits)).toMatchObject({ text: '33.33%', ids: { num: ['A'] } });
    expect(faultsOf(audits)).toEqual([{ fault: 'FACT', ids: ['B', 'C'] }]);
  });
});

describe('分得快', () => {
  it('is the mean of whole minutes from receipt to the first unit, of those that have one', () => {
    const sent = (minutes: number) =>
      new OrderLife({ facts: { id: `S${minutes}` } }).do('accept', after(1)).do('dispatch', after(minutes));
    const waiting = new OrderLife({ facts: { id: 'W' } }).do('accept', after(1));
    const lives = [sent(10), sent(15), waiting].map(({ events, facts }) => ({ orderId: facts.id, events }));
    expect(sendFigure(lives)).toMatchObject({ text: '13 分钟', ids: { num: ['S10', 'S15'] } });
    expect(sendFigure([]).text).toBe('—');
  });
});
