import { goingOn } from './agenda.ts';
import { ledgerKind } from './kinds.ts';
import type { ItemState } from './model.ts';

const session = ledgerKind('session');
const entry = (
  id: string,
  heldOn: string,
  more: { form?: string; state?: ItemState; ordersOpen?: number } = {},
) => ({
  id,
  state: more.state ?? ('OPEN' as const),
  ordersOpen: more.ordersOpen ?? 1,
  values: { heldOn, form: more.form ?? 'MEETING' },
});
const pairs = (entries: ReturnType<typeof entry>[], today: string) =>
  goingOn(session, entries, today).map(({ from, to }) => `${from.id} → ${to.id}`);

describe('what goes on to the next meeting', () => {
  const [first, second, third] = [
    entry('first', '2026-11-24'),
    entry('second', '2026-12-01', { ordersOpen: 0 }),
    entry('third', '2026-12-08'),
  ];

  it('goes once the day is over, to the first that is still to come', () => {
    expect(pairs([third, second, first], '2026-11-24')).toEqual([]);
    expect(pairs([third, second, first], '2026-11-25')).toEqual(['first → second']);
    expect(pairs([third, second, first], '2026-12-01')).toEqual(['first → second']);
    expect(pairs([third, second, first], '2026-12-02')).toEqual(['first → third']);
    expect(pairs([first, { ...second, ordersOpen: 2 }, third], '2026-12-02')).toEqual([
      'first → third',
      'second → third',
    ]);
  });

  it('goes as soon as the result is written down, even to one on the same day', () => {
    const held = { ...first, state: 'TO_REVIEW' as const };
    expect(pairs([held, entry('evening', '2026-11-24', { ordersOpen: 0 })], '2026-11-24')).toEqual([
      'first → evening',
    ]);
    expect(pairs([held, entry('before', '2026-11-23')], '2026-11-23')).toEqual([]);
  });

  it('stays where nothing is open, no other is to come, or the other is of another kind or held itself', () => {
    expect(pairs([{ ...first, ordersOpen: 0 }, second], '2026-11-25')).toEqual([]);
    expect(pairs([first], '2026-11-25')).toEqual([]);
    expect(pairs([first, entry('other', '2026-12-01', { form: 'JOINT_MEETING' })], '2026-11-25')).toEqual([]);
    expect(pairs([first, { ...second, state: 'TO_REVIEW' }], '2026-11-25')).toEqual([]);
    const [day, next] = [
      entry('day', '2026-11-24', { form: 'RECEPTION_DAY' }),
      entry('next', '2026-12-01', { form: 'RECEPTION_DAY' }),
    ];
    expect(pairs([day, next], '2026-11-25')).toEqual([]);
    expect(goingOn(ledgerKind('hard'), [first, second], '2026-11-25')).toEqual([]);
  });
});
