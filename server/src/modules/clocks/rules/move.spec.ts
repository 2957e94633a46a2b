import { CALENDARS, makeCalendar } from '@yihu/shared';
import { after, EFFECT, LEADER, MONDAY } from '../../../../../shared/test/order-samples.ts';
import { OrderLife } from '../../../../test/order-life';

const endOf = (day: string) => `${day}T16:00:00.000Z`;
/** 5 workdays inside; an upper platform that gives more. */
const life = () => new OrderLife({ presets: ['daninglu'], facts: { complexity: 'COMPLEX' } }).upTo('sign');
const MORE = { milestone: 'handle', scope: 'INNER', amount: 3, unit: 'workday', rule: '延期' };
const ask = (of: OrderLife, now: string, form: Record<string, unknown>) =>
  of.attempt('moveDue', now, form, EFFECT);

describe('an approved move', () => {
  it('counts on from the old due day, arms the lights anew, and says why and by whom', () => {
    const short = new OrderLife({ presets: ['xiayang', 'daninglu'] }).upTo('sign');
    const before = short.clock('handle');
    expect(before.dueAt).toBe(endOf('2026-11-30'));
    short.do('moveDue', after(2), { ...MORE, scope: 'OUTER', amount: 5 });
    short.do('moveDue', after(2), MORE);
    const moved = short.clock('handle');
    expect(moved).toMatchObject({ dueAt: endOf('2026-12-03'), rev: before.rev + 1, fired: null });
    expect(moved.nextLightAt).not.toBe(before.nextLightAt);
    expect(moved.proof.at(-1)).toMatchObject({
      rule: 'move.workday',
      by: 'SYSTEM',
      moved: { amount: 3, unit: 'workday' },
    });
    expect(moved.proof.at(-1)?.text).toMatch(/^延期: 调整 2026-11-30 24:00 → \+3 工作日/);
    expect(short.facts.extensions).toBe(1);
  });

  it('never takes an inner promise past the outer one, and names that', () => {
    const of = life();
    const outer = of.clock('handle', 'OUTER');
    expect(ask(of, after(1), { ...MORE, amount: 1 })).toMatchObject({ code: 'DUE_PAST_OUTER' });
    expect(ask(of, after(1), { ...MORE, amount: 1 })?.details).toEqual({ due: `${outer.dueDay} 24:00` });
    of.do('moveDue', after(1), { ...MORE, scope: 'OUTER', amount: 1 });
    expect(ask(of, after(1), { ...MORE, amount: 1 })).toBeNull();
  });

  it('goes to a named day: inside to a workday, outside as the platform says', () => {
    const of = life();
    of.do('moveDue', after(1), { ...MORE, amount: undefined, toDay: '2026-11-28' });
    expect(of.clock('handle').dueAt).toBe(endOf('2026-11-30'));
    of.do('moveDue', after(1), { ...MORE, scope: 'OUTER', amount: undefined, toDay: '2026-12-26' });
    expect(of.clock('handle', 'OUTER').dueAt).toBe(endOf('2026-12-26'));
  });
});

describe('asked in time', () => {
  const extended = () => {
    const of = new OrderLife({ presets: ['xiayang'] }).upTo('sign');
    of.do('moveDue', after(1), { ...MORE, scope: 'OUTER', amount: 9 });
    return of;
  };
  const due = endOf('2026-11-30');
  const decided = '2026-12-02T01:00:00.000Z';

  it('cures being late; asked a millisecond later it is refused naming the due time', () => {
    const of = extended();
    of.do('moveDue', decided, { ...MORE, askedAt: due });
    expect(of.clock('handle')).toMatchObject({ dueAt: endOf('2026-12-03'), state: 'RUNNING', late: false });
    const late = ask(extended(), decided, { ...MORE, askedAt: '2026-11-30T16:00:00.001Z' });
    expect(late).toEqual({ code: 'EXTENSION_TOO_LATE', details: { due: '2026-11-30 24:00' } });
    expect(ask(extended(), decided, MORE)?.code).toBe('EXTENSION_TOO_LATE');
  });

  it('decides whether an answer given meanwhile was late', () => {
    const of = extended().do('reply', '2026-12-01T01:00:00.000Z');
    expect(of.clock('handle')).toMatchObject({ state: 'MET', late: true });
    of.do('moveDue', decided, { ...MORE, askedAt: due });
    expect(of.clock('handle')).toMatchObject({ state: 'MET', late: false, dueAt: endOf('2026-12-03') });
  });

  it('moves nothing that does not run or whose due time is not known yet', () => {
    expect(ask(extended(), MONDAY, { ...MORE, milestone: 'visit' })).toEqual({
      code: 'DUE_NOT_RUNNING',
      details: { label: '回访' },
    });
    const december = '2026-12-30T01:00:00.000Z';
    const waiting = new OrderLife({ facts: { receivedAt: december } }).upTo('sign', december);
    expect(ask(waiting, december, MORE)?.code).toBe('DUE_UNKNOWN');
  });

  it('is repeated when the promise is made anew', () => {
    const of = extended();
    of.do('moveDue', after(1), { ...MORE, amount: 2 });
    of.do('rebase', after(2), {}, LEADER);
    expect(of.clock('handle').dueAt).toBe(endOf('2026-12-02'));
  });
});

describe('a calendar that was corrected', () => {
  const corrected = makeCalendar([
    ...CALENDARS.map((year) =>
      year.year === 2026 ? { ...year, version: 'v2', offDays: [...year.offDays, '2026-11-26'] } : year,
    ),
  ]);

  it('moves no promise until a named person has it counted anew, and then never past the outer one', () => {
    const of = new OrderLife({ presets: ['2h2wd'] }).upTo('sign');
    const later = new OrderLife({ presets: ['2h2wd'], calendar: corrected });
    Object.assign(later, { facts: of.facts, clocks: of.clocks });
    later.events.splice(0, 1, ...of.events);
    const before = later.clock('handle');
    expect(before.dueAt).toBe(endOf('2026-11-25'));
    later.do('note', after(1));
    expect(later.clock('handle').dueAt).toBe(before.dueAt);
    const outer = later.clock('handle', 'OUTER').dueAt;
    later.do('rebase', after(1));
    // 11-26 is off now: two workdays still end on 11-25, the outer five move on by one.
    expect(later.clock('handle')).toBe(later.clocks.find((row) => row.id === before.id));
    expect(later.clock('handle').dueAt).toBe(endOf('2026-11-25'));
    expect(outer).toBe(endOf('2026-11-30'));
    expect(later.clock('handle', 'OUTER').dueAt).toBe(endOf('2026-12-01'));
  });
});

describe('holding', () => {
  const mediation = (stage: string | null) => ({ procedureId: 'P1', kind: 'mediation', step: 'x', stage });

  it('stands still while any reason holds, and runs on by the workdays of the whole pause', () => {
    const of = new OrderLife({ presets: ['2h2wd'] }).upTo('sign');
    of.do('procedure', MONDAY, mediation('agreed'));
    expect(of.clock('handle')).toMatchObject({ state: 'PAUSED', pausedAt: MONDAY });
    of.do('askInfo', after(1)).do('addInfo', after(2));
    expect(of.clock('handle').state).toBe('PAUSED');
    of.do('procedure', after(3), mediation(null));
    expect(of.clock('handle').state).toBe('RUNNING');
    // From 11-25 on by the three workdays of the whole pause, not of each of its reasons.
    expect(of.clock('handle').dueAt).toBe(endOf('2026-11-30'));
    expect(of.clock('handle', 'OUTER')).toMatchObject({ state: 'RUNNING', rev: 0 });
  });

  it('starts paused what is started meanwhile', () => {
    const of = new OrderLife().do('accept').do('procedure', MONDAY, mediation('agreed'));
    const refused = of.attempt('dispatch', MONDAY, { leadUnitId: 'GRID' }, EFFECT);
    expect(refused?.code).toBe('BLOCKED');
    of.do('assign', MONDAY);
    expect(of.clock('handle')).toMatchObject({ state: 'PAUSED', pausedAt: MONDAY });
    expect(of.clock('sign').state).toBe('RUNNING');
  });

  it('pauses for a suspension until it wakes, with the next report beside it', () => {
    const of = life().do('suspend', after(1));
    expect(of.live()).toEqual(expect.arrayContaining(['INNER handle', 'INNER next_report', 'OUTER handle']));
    expect(of.clock('next_report')).toMatchObject({ state: 'RUNNING', dueAt: endOf('2026-12-23') });
    const report = { procedureId: 'S', kind: 'suspension', step: 'report', stage: 'approved' };
    of.do('procedure', after(2), { ...report, nextReportDay: '2027-01-22' });
    expect(of.clock('next_report').dueAt).toBe(endOf('2027-01-22'));
    of.do('wake', after(3));
    expect(of.clock('next_report')).toMatchObject({ state: 'MET', late: false });
    expect(of.clock('handle').state).toBe('RUNNING');
  });
});

describe('where it comes back to', () => {
  it('counts from filing when it is taken out of another order, from the contest when that is why', () => {
    const of = new OrderLife().do('merge', after(0, 1));
    expect(of.live()).toEqual([]);
    of.do('unmerge', after(0, 5));
    expect(of.live()).toEqual(['INNER accept', 'OUTER handle']);
    expect(of.clock('accept')).toMatchObject({ startedAt: MONDAY, dueAt: after(0, 2), rev: 1 });
    const again = new OrderLife().do('decline').do('contest', after(1));
    expect(again.clock('accept').startedAt).toBe(after(1));
  });

  it('promises anew at the next dispatch after a return', () => {
    const of = new OrderLife({ presets: ['2h2wd'] }).upTo('sign').do('unassign', after(0, 1));
    expect(of.live()).toEqual(['INNER dispatch', 'INNER handle', 'OUTER handle']);
    of.do('dispatch', after(1));
    expect(of.clock('handle')).toMatchObject({ startedAt: after(1), dueAt: endOf('2026-11-26') });
  });

  it('keeps the due time for the unit it is handed over or assigned to', () => {
    const of = new OrderLife({ presets: ['2h2wd'] }).upTo('sign');
    const { dueAt } = of.clock('handle');
    of.do('handOver', after(0, 1));
    expect(of.clock('handle').dueAt).toBe(dueAt);
    of.do('assign', after(0, 2), { leadUnitId: 'GRID3' });
    expect(of.clock('handle').dueAt).toBe(dueAt);
    expect(of.live()).toContain('INNER sign');
  });

  it('asks for a dispatch when an answer without a unit is disputed', () => {
    const of = new OrderLife().do('accept').do('answer').do('dispute', after(1));
    expect(of.live()).toEqual(['INNER dispatch', 'INNER handle', 'OUTER handle']);
  });
});
