import { CALENDARS, makeCalendar } from '@yihu/shared';
import { after, MONDAY } from '../../../../../shared/test/order-samples.ts';
import { OrderLife } from '../../../../test/order-life';
import { clockView } from '../../orders/rules/clock-view';
import { filledIn } from './promised';

const endOf = (day: string) => `${day}T16:00:00.000Z`;

describe('correcting the class', () => {
  it('promises anew from the own start, with old and new proof', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('sign');
    life.do('classify', after(0, 1), { classCode: '100101', urgency: 'L1' });
    expect(life.clock('handle')).toMatchObject({ dueAt: after(0, 2), unit: 'hour', amount: 2, rev: 1 });
    expect(life.clock('handle').proof).toHaveLength(2);
    life.do('classify', after(0, 1), { classCode: '100101', urgency: 'L3' });
    expect(life.clock('handle').dueAt).toBe(endOf('2026-11-25'));
  });

  it('leaves alone what the correction does not touch', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('sign');
    const before = life.clocks;
    life.do('classify', after(0, 1), { classCode: '100102', urgency: 'L2' });
    expect(life.clocks).toEqual(before);
  });

  it('repeats the pauses there were', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('sign');
    life.do('askInfo', after(0, 1)).do('addInfo', after(0, 4));
    life.do('classify', after(0, 5), { classCode: '100101', urgency: 'L1' });
    expect(life.clock('handle').dueAt).toBe(after(0, 5));
    // And once more: the same pauses, not twice as many.
    life.do('classify', after(0, 5), { classCode: '100101', urgency: 'L3' });
    life.do('classify', after(0, 5), { classCode: '100101', urgency: 'L1' });
    expect(life.clock('handle').dueAt).toBe(after(0, 5));
  });

  it('keeps a paused row paused', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('sign').do('askInfo', after(0, 1));
    life.do('classify', after(0, 2), { classCode: '100101', urgency: 'L1' });
    expect(life.clock('handle').state).toBe('PAUSED');
    expect(life.do('addInfo', after(0, 3)).clock('handle').dueAt).toBe(after(0, 4));
  });

  const FIRM = { classCode: '100101', partyKind: 'ENTERPRISE' };
  it('gives an enterprise what it would have had from filing', () => {
    const life = new OrderLife({ presets: ['2110', '2h2wd'] }).upTo('sign');
    life.do('classify', after(0, 1), FIRM);
    expect(life.clock('arrive')).toMatchObject({ state: 'RUNNING', startedAt: MONDAY, dueAt: after(0, 2) });
    expect(life.clock('handle')).toMatchObject({ startedAt: MONDAY, dueAt: endOf('2026-12-07') });
    expect(life.clock('handle', 'OUTER').dueAt).toBe(endOf('2026-12-07'));
    expect(life.live()).toEqual(expect.arrayContaining(['INNER opinion_party', 'INNER watch7d']));
  });

  it('does not ask for an arrival that has been', () => {
    const life = new OrderLife({ presets: ['2110'] }).upTo('sign').do('arrive', after(0, 1));
    life.do('classify', after(0, 3), FIRM);
    expect(life.clock('arrive')).toMatchObject({ state: 'MET', metAt: after(0, 1), late: false });
  });

  it('takes an enterprise’s clocks from a person, and can give them back', () => {
    const life = new OrderLife({ presets: ['2110', '2h2wd'], facts: { partyKind: 'ENTERPRISE' } }).upTo(
      'sign',
      after(0, 1),
    );
    life.do('classify', after(0, 1), { classCode: '100101', partyKind: 'PERSON' });
    expect(life.live()).not.toEqual(expect.arrayContaining(['INNER arrive']));
    expect(life.live()).not.toEqual(expect.arrayContaining(['INNER watch7d']));
    expect(life.clock('handle')).toMatchObject({ startedAt: after(0, 1), dueAt: endOf('2026-11-25') });
    life.do('classify', after(0, 1), FIRM);
    expect(life.clock('arrive')).toMatchObject({ state: 'RUNNING', startedAt: MONDAY });
    expect(life.clock('handle').dueAt).toBe(endOf('2026-12-07'));
  });

  it('does not bring back what another step has ended', () => {
    const life = new OrderLife({ presets: ['2110'] }).upTo('dispatch').do('takeBack');
    life.do('classify', MONDAY, FIRM);
    expect(life.live().filter((name) => /sign|return_window|contact/.test(name))).toEqual([]);
  });
});

describe('awaiting a calendar', () => {
  const DECEMBER = '2026-12-30T01:00:00.000Z';
  const next = makeCalendar([
    ...CALENDARS,
    { year: 2027, version: 'V', offDays: ['2027-01-01'], workDays: [] },
  ]);
  const life = () => new OrderLife({ facts: { receivedAt: DECEMBER } }).upTo('sign', DECEMBER);

  it('promises nothing it cannot know, and never throws', () => {
    const handle = life().clock('handle');
    expect(handle).toMatchObject({
      state: 'AWAITING_CALENDAR',
      dueAt: null,
      awaitingYear: 2027,
      nextLightAt: null,
    });
    expect(clockView(handle, DECEMBER).dueText).toBe('待 2027 年节假日安排公布');
    expect(life().do('reply', DECEMBER).clock('handle')).toMatchObject({ state: 'MET', late: false });
  });

  it('waits on when an answer is sent back', () => {
    const back = life().do('reply', DECEMBER).do('sendBack', DECEMBER);
    expect(back.clock('handle')).toMatchObject({ state: 'AWAITING_CALENDAR', awaitingYear: 2027 });
  });

  it('is filled in when the year is known, with the pauses there were', () => {
    const plain = filledIn(life().clock('handle'), DECEMBER, next);
    expect(plain).toMatchObject({ state: 'RUNNING', dueAt: endOf('2027-01-07'), awaitingYear: null, rev: 1 });
    const paused = life().do('askInfo', DECEMBER);
    expect(paused.clock('handle')).toMatchObject({ state: 'AWAITING_CALENDAR', pausedAt: DECEMBER });
    expect(filledIn(paused.clock('handle'), DECEMBER, next).state).toBe('PAUSED');
    paused.do('addInfo', '2026-12-31T01:00:00.000Z');
    expect(filledIn(paused.clock('handle'), DECEMBER, next)).toMatchObject({
      state: 'RUNNING',
      dueAt: endOf('2027-01-08'),
    });
  });

  it('leaves everything else as it is', () => {
    const met = new OrderLife().do('accept').clock('accept');
    expect(filledIn(met, MONDAY, next)).toBe(met);
    const still = life().clock('handle');
    expect(filledIn(still, DECEMBER, makeCalendar(CALENDARS))).toBe(still);
  });
});
