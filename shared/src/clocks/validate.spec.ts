import { PRESETS } from './presets.ts';
import { CLOCK_EVENTS, validatePolicy } from './validate.ts';

describe('validatePolicy', () => {
  const base = PRESETS.base;
  const [first] = PRESETS['2h2wd'];
  const codes = (rows: unknown[]) =>
    validatePolicy(rows as typeof base)
      .map((fault) => `${fault.row} ${fault.code}`)
      .sort();
  it.each<[string, Record<string, unknown>, string[]]>([
    ['a negative amount', { amount: -1 }, ['0 bad_amount']],
    ['half a day', { amount: 1.5 }, ['0 bad_amount']],
    ['0 hours', { amount: 0 }, ['0 bad_amount']],
    ['two years', { amount: 20_000 }, ['0 bad_amount', '0 inner_longer']],
    ['an unknown unit', { unit: 'week' }, ['0 bad_amount', '0 unknown_unit']],
    ['an unknown start', { from: 'order.filed' }, ['0 no_start', '0 unknown_event']],
    ['a start few orders come by', { from: 'order.assigned' }, ['0 no_start']],
    ['reworks without a start of theirs', { when: { urgency: 'L1' } }, ['0 no_start']],
    ['unknown evidence', { metBy: ['order.done'] }, ['0 unknown_event']],
    ['no evidence', { metBy: [] }, ['0 no_evidence']],
    ['met as it starts', { metBy: ['order.dispatched'] }, ['0 met_at_start']],
    ['an unknown condition', { when: { weather: 'rain', urgency: 'L1', cycle: 0 } }, ['0 unknown_condition']],
    ['an inner limit longer than the outer one', { amount: 6, unit: 'workday' }, ['0 inner_longer']],
    ['as long as the outer one', { amount: 5, unit: 'workday' }, []],
    ['seven days against five workdays', { amount: 7, unit: 'day' }, []],
    ['eight days against five workdays', { amount: 8, unit: 'day' }, ['0 inner_longer']],
  ])('%s', (_, change, expected) => {
    expect(codes([{ ...first, ...change }, ...base])).toEqual(expected);
  });

  it('finds a missing or conditional last row', () => {
    expect(codes(base.filter((row) => row.milestone !== 'accept'))).toEqual(['-1 no_catch_all']);
    const index = base.findIndex((row) => row.name === 'base.check');
    const conditional = base.map((row, i) =>
      i === index ? { ...row, when: { urgency: 'L1' as const } } : row,
    );
    expect(codes(conditional)).toEqual([`${index} no_catch_all`]);
    expect(validatePolicy(conditional)[0]?.message).toBe('「check」没有适用于所有工单的兜底行');
  });

  it('finds rows that can never be used, repeated rows and mixed rules', () => {
    expect(codes([...PRESETS['2h2wd'], ...PRESETS.shandong, ...base])).toContain(
      `${PRESETS['2h2wd'].length + 1} tie`,
    );
    expect(codes([first, first, ...base])).toEqual(['1 duplicate']);
    expect(codes([first, { ...first, from: 'order.signed', amount: 1 }, ...base])).toEqual(['1 name_mixed']);
    const branch = (name: string, classPrefix: string) => ({
      ...first,
      name,
      when: { classPrefix, cycle: 0 },
    });
    expect(codes([branch('a', '01'), branch('b', '0102'), ...base])).toEqual(['1 unreachable']);
    expect(codes([branch('b', '0102'), branch('a', '01'), ...base])).toEqual([]);
  });

  it('finds evidence that would leave an order waiting without a promise', () => {
    const visit = (metBy: unknown[]) => [
      { ...base.find((row) => row.name === 'base.visit'), name: 'own.visit', amount: 5, metBy },
      ...base,
    ];
    expect(codes(visit(['order.closed']))).toEqual([]);
    expect(codes(visit(['order.rated', 'order.closed']))).toEqual(['0 met_too_soon']);
    expect(codes(visit([{ event: 'order.rated', where: { good: true } }]))).toEqual(['0 met_too_soon']);
    expect(validatePolicy(visit(['order.told']) as typeof base)[0]?.message).toBe(
      'order.told 之后工单还等在这一步,会没有时限;请以离开这一步的事件为准',
    );
  });

  it('knows each event once', () => {
    expect(new Set(CLOCK_EVENTS).size).toBe(CLOCK_EVENTS.length);
  });
});
