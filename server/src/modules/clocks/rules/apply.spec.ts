import { after, CLERK, MONDAY } from '../../../../../shared/test/order-samples.ts';
import { OrderLife } from '../../../../test/order-life';

// MONDAY is 2026-11-23 09:00 in Shanghai; days end at 16:00 UTC.
const endOf = (day: string) => `${day}T16:00:00.000Z`;

describe('starting and meeting', () => {
  it('starts at each step what policy says, and no more', () => {
    const life = new OrderLife();
    expect(life.live()).toEqual(['INNER accept', 'OUTER handle']);
    life.do('accept');
    expect(life.live()).toEqual(['INNER dispatch', 'OUTER handle']);
    life.do('dispatch');
    expect(life.live()).toEqual([
      'INNER contact',
      'INNER handle',
      'INNER return_window',
      'INNER sign',
      'OUTER handle',
    ]);
    life.do('sign').do('contact');
    expect(life.live()).toEqual(['INNER handle', 'INNER return_window', 'OUTER handle']);
    life.do('reply');
    expect(life.live()).toEqual(['INNER check', 'OUTER handle']);
    life.do('approve');
    expect(life.live()).toEqual(['INNER silence', 'INNER told', 'INNER visit']);
    life.do('seen').do('rate');
    expect(life.live()).toEqual(['INNER archive']);
    life.do('archive');
    expect(life.live()).toEqual([]);
  });

  it('says by which event, and whether it came too late', () => {
    const life = new OrderLife().do('accept', after(0, 2));
    expect(life.clock('accept')).toMatchObject({ state: 'MET', metAt: after(0, 2), metSeq: 2, late: false });
    expect(new OrderLife().do('accept', after(0, 2, 0, 1)).clock('accept').late).toBe(true);
  });

  it('takes only evidence for evidence: a call that reached nobody meets nothing', () => {
    const life = new OrderLife().upTo('sign').do('contact', MONDAY, { reached: false });
    expect(life.clock('contact').state).toBe('RUNNING');
    expect(life.do('contact').clock('contact').state).toBe('MET');
  });

  it('keeps with each clock the rule it was promised under and its proof', () => {
    const handle = new OrderLife({ presets: ['2h2wd'] }).upTo('dispatch').clock('handle');
    expect(handle).toMatchObject({ amount: 2, unit: 'workday', dueAt: endOf('2026-11-25') });
    expect(handle.policy.name).toBe('2h2wd.normal');
    expect(handle.proof.map((line) => line.text)).toEqual([
      '派单 2026-11-23 09:00 → +2 工作日: 11-24(1), 11-25(2) → 2026-11-25 24:00',
    ]);
  });
});

describe('cancelling', () => {
  it.each([
    ['decline', new OrderLife().do('accept')],
    ['withdraw', new OrderLife().upTo('sign').do('askInfo')],
  ] as const)('%s leaves nothing', (action, life) => {
    life.do(action);
    expect(life.live()).toEqual([]);
    expect(life.clocks.every((row) => row.nextLightAt === null && row.pausedAt === null)).toBe(true);
  });

  it('takes back what hangs on the unit’s turn and asks the desk for the next one', () => {
    const life = new OrderLife().upTo('dispatch').do('takeBack', after(0, 1));
    expect(life.live()).toEqual(['INNER dispatch', 'INNER handle', 'OUTER handle']);
    expect(life.clock('dispatch')).toMatchObject({ dueAt: after(0, 5), startedAt: after(0, 1), rev: 1 });
  });

  it('counts a second dispatch from itself, but never past the outer due', () => {
    const life = new OrderLife().upTo('dispatch').do('takeBack', after(0, 1));
    life.do('dispatch', after(1));
    const handle = life.clock('handle');
    expect(handle).toMatchObject({ startedAt: after(1), dueAt: endOf('2026-11-30'), rev: 2 });
    expect(life.clock('handle', 'OUTER').dueAt).toBe(endOf('2026-11-30'));
    expect(handle.proof.at(-1)?.text).toBe('按上级时限: 2026-12-01 24:00 → 2026-11-30 24:00');
    expect(life.clocks.filter((row) => row.milestone === 'sign')).toHaveLength(2);
  });
});

describe('pausing', () => {
  it('moves a row of workdays by the workdays in between, and leaves the outer one', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('sign').do('askInfo', after(0, 1));
    expect(life.clock('handle')).toMatchObject({ state: 'PAUSED', pausedAt: after(0, 1), nextLightAt: null });
    expect(life.clock('handle', 'OUTER').state).toBe('RUNNING');
    expect(life.clock('info_wait')).toMatchObject({ state: 'RUNNING', dueAt: endOf('2026-11-30') });
    life.do('addInfo', after(2));
    const handle = life.clock('handle');
    expect(handle).toMatchObject({ state: 'RUNNING', pausedAt: null, dueAt: endOf('2026-11-27'), rev: 1 });
    expect(handle.proof.at(-1)?.text).toContain('顺延 2 工作日');
    expect(life.clock('info_wait')).toMatchObject({ state: 'MET', late: false });
  });

  it('moves a row of hours by the hours', () => {
    const life = new OrderLife({ presets: ['2h2wd'], facts: { urgency: 'L1' } }).upTo('sign');
    expect(life.clock('handle').dueAt).toBe(after(0, 2));
    life.do('askInfo', after(0, 1)).do('addInfo', after(0, 6, 30));
    expect(life.clock('handle').dueAt).toBe(after(0, 7, 30));
  });

  it('does not move what was late before', () => {
    const life = new OrderLife({ presets: ['2h2wd'], facts: { urgency: 'L1' } }).upTo('sign');
    life.do('askInfo', after(0, 3)).do('addInfo', after(0, 6));
    expect(life.clock('handle').dueAt).toBe(after(0, 2));
    expect(life.do('reply', after(0, 6)).clock('handle').late).toBe(true);
  });

  it('cuts what would run past the outer due, and says so', () => {
    const life = new OrderLife().upTo('sign').do('askInfo', after(0, 1)).do('addInfo', after(3));
    expect(life.clock('handle').dueAt).toBe(life.clock('handle', 'OUTER').dueAt);
    expect(life.clock('handle').proof.at(-1)).toMatchObject({ rule: 'outer.cut', at: after(3) });
  });

  it('is over when the wait lapses: the clock runs on without an answer', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('sign').do('askInfo').do('infoLapsed', after(7));
    expect(life.clock('info_wait').state).toBe('CANCELLED');
    expect(life.clock('handle').state).toBe('RUNNING');
  });

  it('is taken into account when the reply comes without an answer', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('sign').do('askInfo').do('reply', after(3));
    // Due on Wednesday, replied on Thursday, three workdays of waiting in between.
    expect(life.clock('handle')).toMatchObject({ state: 'MET', late: false, pausedAt: null });
    expect(life.clock('handle').dueAt).toBe(endOf('2026-11-30'));
    const back = life.do('sendBack', after(3)).clock('handle');
    expect(back).toMatchObject({ state: 'RUNNING', dueAt: endOf('2026-11-30') });
  });

  it('calls late what was late when it paused, though it was met during the pause', () => {
    const life = new OrderLife({ presets: ['2h2wd'], facts: { urgency: 'L1' } }).upTo('sign');
    life.do('askInfo', after(0, 3)).do('reply', after(0, 4));
    expect(life.clock('handle').late).toBe(true);
  });

  it('survives a system clock that was set back', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('sign').do('askInfo', after(0, 2));
    life.do('addInfo', after(0, 1));
    expect(life.clock('handle')).toMatchObject({ state: 'RUNNING', dueAt: endOf('2026-11-25') });
  });

  it('pauses before a dispatch too, with the same wait asked twice', () => {
    const life = new OrderLife().do('accept').do('askInfo', after(0, 1), {}, CLERK);
    expect(life.clock('dispatch').state).toBe('PAUSED');
    life.do('addInfo', after(0, 3));
    expect(life.clock('dispatch').dueAt).toBe(after(0, 6));
    life.do('askInfo', after(0, 4), {}, CLERK);
    expect(life.clock('info_wait')).toMatchObject({ state: 'RUNNING', startedAt: after(0, 4), rev: 1 });
  });
});

describe('sending back', () => {
  it('un-meets the handling as if it had never been met', () => {
    const life = new OrderLife().upTo('reply');
    const before = life.clock('handle').dueAt;
    life.do('sendBack', after(0, 1));
    const { state, metAt, metSeq, dueAt, late } = life.clock('handle');
    expect({ state, metAt, metSeq, dueAt, late }).toEqual({
      state: 'RUNNING',
      metAt: null,
      metSeq: null,
      dueAt: before,
      late: false,
    });
    expect(life.clock('handle').nextLightAt).not.toBeNull();
    expect(life.live()).not.toContain('INNER check');
    expect(life.do('reply', after(30)).clock('handle').late).toBe(true);
  });
});

describe('a rework', () => {
  it('promises anew in its own cycle, and keeps the outer due where there is room', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('approve').do('dispute', after(0, 1));
    expect(life.live()).toEqual(['INNER handle', 'OUTER handle']);
    expect(life.clock('handle')).toMatchObject({
      cycle: 1,
      dueAt: endOf('2026-11-26'),
      startedAt: after(0, 1),
    });
    expect(life.clock('handle', 'OUTER')).toMatchObject({ cycle: 1, dueAt: endOf('2026-11-30') });
    expect(life.clock('handle', 'OUTER', 0).state).toBe('MET');
  });

  it('takes a new outer due when the old one lies before the new inner one', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('approve').do('dispute', after(7));
    expect(life.clock('handle').dueAt).toBe(endOf('2026-12-03'));
    expect(life.clock('handle', 'OUTER').dueAt).toBe(endOf('2026-12-07'));
  });

  it('is over with everything else when the filer withdraws at the same instant', () => {
    const life = new OrderLife().upTo('approve').do('rework', after(1)).do('withdraw', after(1));
    expect(life.live()).toEqual([]);
  });

  it('ends what the old cycle still owed', () => {
    const facts = { partyKind: 'ENTERPRISE' } as const;
    const life = new OrderLife({ presets: ['2110'], facts }).upTo('sign');
    life.do('reply', MONDAY, { outcome: 'PARTLY', unsolvedCode: 'NEEDS_MONEY' }).do('approve');
    // 2110: only a solved reply meets it.
    expect(life.clock('handle').state).toBe('RUNNING');
    life.do('rework', after(1));
    expect(life.clock('handle', 'INNER', 0).state).toBe('CANCELLED');
    expect(life.clock('handle').state).toBe('RUNNING');
  });

  it('never has two outer clocks of one milestone', () => {
    const life = new OrderLife({ facts: { upperNo: 'HF-1' } }).upTo('approve');
    expect(life.clock('handle', 'OUTER').state).toBe('RUNNING');
    life.do('rework', after(1));
    expect(life.live().filter((name) => name === 'OUTER handle')).toHaveLength(1);
    expect(life.clock('handle', 'OUTER')).toMatchObject({ cycle: 1, dueAt: endOf('2026-11-30') });
  });
});

describe('2110 for an enterprise', () => {
  const filed = () => new OrderLife({ presets: ['2110'], facts: { partyKind: 'ENTERPRISE' } });

  it('counts from filing: two hours to arrive, a workday to answer, ten to solve', () => {
    const life = filed();
    expect(life.clock('arrive').dueAt).toBe(after(0, 2));
    expect(life.clock('opinion_party').dueAt).toBe(endOf('2026-11-24'));
    expect(life.clock('opinion_upper').dueAt).toBe(endOf('2026-11-24'));
    expect(life.clock('handle').dueAt).toBe(endOf('2026-12-07'));
    expect(life.clock('watch7d').dueAt).toBe(after(7));
    expect(life.do('accept').do('dispatch').clock('handle').startedAt).toBe(MONDAY);
  });

  it('is met by arriving, by an opinion, by a solved reply or the firm’s word', () => {
    const life = filed().upTo('sign').do('arrive').do('progress');
    expect(
      ['arrive', 'opinion_party', 'opinion_upper'].filter((name) => life.live().includes(`INNER ${name}`)),
    ).toEqual([]);
    expect(life.do('confirmService').clock('handle').state).toBe('MET');
    expect(filed().upTo('reply').clock('handle').state).toBe('MET');
  });
});

describe('lights', () => {
  it('are armed for the next one, and again when the due time moves', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('sign');
    // 00:00 of the last workday before the due day, Shanghai time.
    expect(life.clock('handle').nextLightAt).toBe('2026-11-23T16:00:00.000Z');
    life.clocks = life.clocks.map((row) => ({ ...row, fired: 'ORANGE' as const }));
    life.do('note');
    expect(life.clock('handle')).toMatchObject({ fired: 'ORANGE', nextLightAt: endOf('2026-11-25') });
    life.do('askInfo', after(0, 1)).do('addInfo', after(1));
    expect(life.clock('handle')).toMatchObject({ fired: null, nextLightAt: '2026-11-24T16:00:00.000Z' });
  });
});
