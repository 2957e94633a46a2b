import { toInstant } from '../time.ts';
import { makeCalendar } from './calendar.ts';
import { CALENDARS } from './calendar-data.ts';
import { formatDue } from './explain.ts';
import { type ClockFacts, matchRows, metByMatches, promiseRow } from './policy.ts';
import { PRESETS, type PresetName, presetRows } from './presets.ts';
import { validatePolicy } from './validate.ts';

const CAL = makeCalendar(CALENDARS);
const at = (local: string) => toInstant(Date.parse(`${local.replace(' ', 'T')}:00+08:00`));
const PERSON: ClockFacts = {
  partyKind: 'PERSON',
  requestType: 'COMPLAINT',
  complexity: 'SIMPLE',
  urgency: 'L3',
  channel: 'WX_MINI',
  classCode: '0101',
  cycle: 0,
};
type Started = [PresetName[], Partial<ClockFacts>, string, Record<string, unknown>, string[]];
const started = (names: PresetName[], facts: Partial<ClockFacts>, from: string, data = {}) =>
  matchRows(presetRows(...names), { ...PERSON, ...facts }, from, data)
    .map((row) => `${row.scope === 'OUTER' ? '上级 ' : ''}${row.milestone} ${row.amount} ${row.unit}`)
    .sort();
const FIRM: Partial<ClockFacts> = { partyKind: 'ENTERPRISE' };
const TURN = ['contact 1 workday', 'return_window 1 workday', 'sign 60 minute'];
const SHOWN = ['told 1 workday', 'visit 3 workday'];

describe('what an event starts', () => {
  it.each<Started>([
    [[], {}, 'order.submitted', {}, ['accept 2 hour', '上级 handle 5 workday']],
    [[], FIRM, 'order.submitted', {}, ['accept 2 hour', 'watch7d 168 hour', '上级 handle 5 workday']],
    [[], {}, 'order.contested', {}, ['accept 2 hour', '上级 handle 5 workday']],
    [[], {}, 'order.accepted', {}, ['dispatch 4 hour']],
    [[], {}, 'order.dispatched', {}, ['contact 1 workday', 'handle 5 workday', ...TURN.slice(1)]],
    [[], {}, 'order.assigned', { stateBefore: 'DISPATCHED', state: 'DISPATCHED' }, ['sign 60 minute']],
    [[], {}, 'order.assigned', { stateBefore: 'IN_PROGRESS', state: 'IN_PROGRESS' }, []],
    [
      [],
      {},
      'order.assigned',
      { stateBefore: 'ACCEPTED', state: 'DISPATCHED' },
      ['contact 1 workday', 'handle 5 workday', 'sign 60 minute'],
    ],
    [[], {}, 'order.info_asked', {}, ['info_wait 5 workday']],
    [[], {}, 'order.replied', {}, ['check 1 workday']],
    [[], {}, 'order.approved', {}, ['silence 168 hour', ...SHOWN]],
    [[], FIRM, 'order.approved', {}, SHOWN],
    [[], {}, 'order.answered', {}, ['silence 168 hour', ...SHOWN]],
    [[], {}, 'order.closed', {}, ['archive 30 day']],
    [[], { cycle: 1 }, 'order.reworked', {}, ['handle 3 workday', '上级 handle 5 workday']],
    [
      [],
      { cycle: 1 },
      'order.reworked',
      { state: 'DISPATCHED' },
      ['handle 3 workday', 'sign 60 minute', '上级 handle 5 workday'],
    ],
    [
      ['2110'],
      FIRM,
      'order.submitted',
      {},
      [
        'accept 2 hour',
        'arrive 2 hour',
        'handle 10 workday',
        'opinion_party 1 workday',
        'opinion_upper 1 workday',
        'watch7d 168 hour',
        '上级 handle 10 workday',
      ],
    ],
    [['2110'], FIRM, 'order.dispatched', {}, TURN],
    [['2110'], { ...FIRM, cycle: 1 }, 'order.reworked', {}, ['handle 3 workday', '上级 handle 10 workday']],
    [['2110'], {}, 'order.submitted', {}, ['accept 2 hour', '上级 handle 5 workday']],
  ])('%j %j on %s %j → %j', (names, facts, from, data, expected) => {
    expect(started(names, facts, from, data)).toEqual(expected);
  });

  it.each<[PresetName, Partial<ClockFacts>, string, string]>([
    ['2h2wd', { urgency: 'L1' }, 'order.dispatched', 'handle 2 hour'],
    ['2h2wd', { urgency: 'L2' }, 'order.dispatched', 'handle 2 workday'],
    ['1235', { requestType: 'CONSULT' }, 'order.submitted', 'handle 0 workday'],
    ['1235', { requestType: 'SUGGEST', complexity: 'COMPLEX' }, 'order.submitted', 'handle 2 workday'],
    ['1235', { requestType: 'HELP' }, 'order.submitted', 'handle 3 workday'],
    ['1235', { requestType: 'REPORT', complexity: 'COMPLEX' }, 'order.submitted', 'handle 5 workday'],
    ['1235days', { requestType: 'HELP' }, 'order.submitted', 'handle 3 day'],
    ['beijing', { urgency: 'L1' }, 'order.dispatched', 'handle 2 hour'],
    ['beijing', { urgency: 'L2' }, 'order.dispatched', 'handle 24 hour'],
    ['beijing', { urgency: 'L3' }, 'order.dispatched', 'handle 7 day'],
    ['beijing', { urgency: 'L4' }, 'order.dispatched', 'handle 15 day'],
    ['beijing', { urgency: 'L4' }, 'order.submitted', '上级 handle 15 day'],
    ['shandong', {}, 'order.dispatched', 'return_window 2 workday'],
    ['lvliang', { urgency: 'L1' }, 'order.dispatched', 'contact 30 minute'],
    ['lvliang', { urgency: 'L2' }, 'order.dispatched', 'contact 1 workday'],
    ['lvliang', { requestType: 'CONSULT' }, 'order.dispatched', 'handle 3 workday'],
    ['daninglu', { requestType: 'SUGGEST' }, 'order.dispatched', 'handle 1 workday'],
    ['daninglu', { requestType: 'HELP' }, 'order.dispatched', 'handle 5 workday'],
    ['daninglu', { requestType: 'CONSULT', complexity: 'COMPLEX' }, 'order.dispatched', 'handle 15 workday'],
    ['daninglu', { cycle: 1 }, 'order.reworked', 'handle 3 workday'],
    ['xiayang', {}, 'order.dispatched', 'contact 1 workday'],
    ['xiayang', { cycle: 2 }, 'order.reworked', 'handle 3 workday'],
  ])('%s %j on %s: %s', (name, facts, from, expected) => {
    const milestone = expected.slice(0, expected.lastIndexOf(' ', expected.lastIndexOf(' ') - 1));
    const rows = started([name], facts, from).filter((row) => row.startsWith(`${milestone} `));
    expect(rows).toEqual([expected]);
  });

  it.each(Object.keys(PRESETS) as PresetName[])('%s with base has no fault', (name) => {
    expect(validatePolicy(presetRows(name))).toEqual([]);
  });

  it('base comes last and once, however it is named', () => {
    expect(presetRows('base', '2h2wd', 'base')).toEqual([...PRESETS['2h2wd'], ...PRESETS.base]);
  });
});

describe('an enterprise under 2110, filed 2026-09-18 16:00', () => {
  it('gets the promises of the model', () => {
    const dues = matchRows(presetRows('2110'), { ...PERSON, ...FIRM }, 'order.submitted').map((row) => [
      `${row.scope} ${row.milestone}`,
      formatDue(promiseRow(row, at('2026-09-18 16:00'), CAL)),
    ]);
    expect(Object.fromEntries(dues)).toEqual({
      'INNER accept': '2026-09-18 18:00',
      'INNER arrive': '2026-09-18 18:00',
      'INNER opinion_party': '2026-09-20 24:00',
      'INNER opinion_upper': '2026-09-20 24:00',
      'INNER handle': '2026-10-09 24:00',
      'INNER watch7d': '2026-09-25 16:00',
      'OUTER handle': '2026-10-09 24:00',
    });
  });

  it('1235 asks after 17:30 are due on the next workday, and the proof begins with the right word', () => {
    const [row] = matchRows(
      presetRows('1235'),
      { ...PERSON, requestType: 'CONSULT' },
      'order.submitted',
    ).filter((each) => each.scope === 'INNER' && each.milestone === 'handle');
    expect(row && formatDue(promiseRow(row, at('2026-03-06 18:00'), CAL))).toBe('2026-03-09 24:00');
    const [check] = matchRows(presetRows(), PERSON, 'order.replied');
    expect(check && promiseRow(check, at('2026-03-06 18:00'), CAL).proof[0]?.text).toMatch(
      /^答复 2026-03-06/,
    );
  });
});

describe('a normal order under 2h2wd and a rework', () => {
  const dues = (facts: Partial<ClockFacts>, from: string, start: string) =>
    matchRows(presetRows('2h2wd'), { ...PERSON, ...facts }, from).map(
      (row) => `${row.scope} ${row.milestone} ${formatDue(promiseRow(row, at(start), CAL))}`,
    );
  it('gets the promises of the model', () => {
    expect(dues({}, 'order.submitted', '2026-03-02 09:00')).toContain('OUTER handle 2026-03-09 24:00');
    expect(dues({}, 'order.dispatched', '2026-03-02 09:20').sort()).toEqual([
      'INNER contact 2026-03-03 24:00',
      'INNER handle 2026-03-04 24:00',
      'INNER return_window 2026-03-03 24:00',
      'INNER sign 2026-03-02 10:20',
    ]);
    expect(dues({}, 'order.approved', '2026-06-08 17:00')).toEqual([
      'INNER visit 2026-06-11 24:00',
      'INNER silence 2026-06-15 17:00',
      'INNER told 2026-06-09 24:00',
    ]);
    expect(dues({ cycle: 1 }, 'order.reworked', '2026-06-08 18:00')).toEqual([
      'INNER handle 2026-06-11 24:00',
      'OUTER handle 2026-06-15 24:00',
    ]);
  });
});

describe('what meets a row', () => {
  const row = (names: PresetName[], name: string) => {
    const found = presetRows(...names).find((each) => each.name === name);
    if (!found) throw new Error(`no row ${name}`);
    return found;
  };
  it.each<[string, string, Record<string, unknown>, boolean]>([
    ['2110.handle', 'order.replied', { outcome: 'SOLVED' }, true],
    ['2110.handle', 'order.replied', { outcome: 'PARTLY' }, false],
    ['2110.handle', 'order.service_confirmed', {}, true],
    ['2110.arrive', 'order.arrived', {}, true],
    ['2110.opinion_party', 'order.progressed', {}, true],
    ['2110.opinion_party', 'order.progressed', { to: ['PARTY', 'UPPER'] }, true],
    ['2110.opinion_party', 'order.progressed', { to: 'UPPER' }, false],
    ['2110.opinion_upper', 'order.progressed', { upperNo: 'A1' }, false],
    ['2110.opinion_upper', 'order.reported_up', { report: 'PROGRESS' }, true],
    ['base.handle_outer', 'order.approved', {}, true],
    ['base.handle_outer', 'order.approved', { upperNo: 'A1' }, false],
    ['base.handle_outer', 'order.reported_up', { report: 'PROGRESS' }, false],
    ['base.handle_outer', 'order.reported_up', { report: 'RESULT' }, true],
    ['base.handle', 'order.replied', { outcome: 'UNSOLVED' }, true],
    ['base.contact', 'order.contacted', { reached: false }, false],
    ['base.contact', 'order.contacted', { reached: true }, true],
    ['base.told', 'order.told', { reached: false }, false],
    ['base.told', 'order.told', { reached: false, exhausted: true }, true],
    ['base.told', 'order.told', { reached: true }, true],
    ['base.visit', 'order.rated', { via: 'VISIT' }, false],
    ['base.visit', 'order.rated', { good: true }, false],
    ['base.visit', 'order.closed', {}, true],
    ['base.silence', 'order.rated', {}, true],
    ['base.return_window', 'order.signed', {}, false],
  ])('%s by %s %j: %p', (name, event, data, met) => {
    expect(metByMatches(row(['2110'], name), event, data)).toBe(met);
  });

  it('only the windows and waits of the model run on through a pause, and no outer clock ever stops', () => {
    const running = presetRows('2110').filter((each) => !each.pausable);
    const inner = running.filter((each) => each.scope === 'INNER').map((each) => each.milestone);
    expect([...new Set(inner)].sort()).toEqual([
      'info_wait',
      'next_report',
      'return_window',
      'sign',
      'watch7d',
    ]);
    expect(presetRows('2110').filter((each) => each.scope === 'OUTER' && each.pausable)).toEqual([]);
  });
});
