import { SUBMIT_TEXT_MAX, type SubmitOrder } from '@yihu/shared';
import { after, MONDAY, order } from '../../../../../shared/test/order-samples.ts';
import { OrderLife } from '../../../../test/order-life';
import { checkFiling } from './check-filing';
import { clockView, isLateNow, listClock, visibleClocks } from './clock-view';
import { distanceM } from './distance';
import { clockFor, dueColumns, NO_DUE } from './due-columns';

const FILING: SubmitOrder = {
  draftId: 'D',
  streetId: 'S',
  text: '三号楼消防通道被堵',
  photoIds: [],
  point: null,
  gridCode: null,
  address: '',
  classCode: null,
  requestType: 'COMPLAINT',
  partyKind: 'PERSON',
  companyName: '',
  confidentiality: 'SURNAME',
  contactName: '',
  contactPhone: '',
};
const check = (more: Partial<SubmitOrder>) => checkFiling({ ...FILING, ...more }).refused?.code ?? null;

describe('checkFiling', () => {
  it.each<[Partial<SubmitOrder>, string | null]>([
    [{}, null],
    [{ text: ' \n ' }, 'ORDER_EMPTY'],
    [{ text: '\u0000\u0007' }, 'ORDER_EMPTY'],
    [{ text: '', photoIds: ['P'] }, null],
    [{ text: '堵'.repeat(SUBMIT_TEXT_MAX) }, null],
    [{ text: '堵'.repeat(SUBMIT_TEXT_MAX + 1) }, 'ORDER_TEXT_TOO_LONG'],
    // People count an emoji as one, though it is two units long.
    [{ text: '😀'.repeat(SUBMIT_TEXT_MAX) }, null],
    [{ confidentiality: 'ANONYMOUS' }, null],
    [{ confidentiality: 'ANONYMOUS', contactName: '  ', contactPhone: ' ' }, null],
    [{ confidentiality: 'ANONYMOUS', contactName: '李' }, 'CONTACT_NOT_ALLOWED_ANONYMOUS'],
    [{ confidentiality: 'ANONYMOUS', contactPhone: '13855512345' }, 'CONTACT_NOT_ALLOWED_ANONYMOUS'],
  ])('%# → %s', (more, code) => {
    expect(check(more)).toBe(code);
  });

  it('cleans what is kept and nothing else', () => {
    const checked = checkFiling({ ...FILING, text: ' 一\r\n二\u0000 三 ', contactPhone: ' 138 ' });
    expect(checked.refused === null && checked.input).toMatchObject({
      text: '一\n二 三',
      contactPhone: '138',
    });
  });
});

describe('distanceM', () => {
  const place = { latE6: 31_839_500, lngE6: 117_233_400 };
  const at = (lat: number, lng: number, datum = 'WGS84') => distanceM({ lat, lng, datum }, place);

  it('is in metres, by the great circle', () => {
    expect(at(31.8395, 117.2334)).toBe(0);
    expect(at(31.8405, 117.2334)).toBe(111);
    // A thousandth of a degree of longitude is shorter here: cos 31.84°.
    expect(at(31.8395, 117.2344)).toBe(94);
  });

  it('takes a Chinese map’s point for what it is', () => {
    const shifted = at(31.8395, 117.2334, 'GCJ02') ?? 0;
    expect(shifted).toBeGreaterThan(300);
    expect(shifted).toBeLessThan(900);
  });

  it('is unknown without both points', () => {
    expect(distanceM(undefined, place)).toBeNull();
    expect(distanceM(null, place)).toBeNull();
    expect(distanceM({ lat: 1, lng: 1, datum: 'WGS84' }, { latE6: null, lngE6: null })).toBeNull();
  });
});

describe('due columns', () => {
  const columns = (life: OrderLife) => dueColumns(life.facts, life.clocks);

  it('hold what the order waits for, and both handling dues', () => {
    const life = new OrderLife({ presets: ['2h2wd'] });
    expect(columns(life)).toEqual({
      next_due_at: after(0, 2),
      inner_due_at: '2026-11-30T16:00:00.000Z',
      outer_due_at: '2026-11-30T16:00:00.000Z',
    });
    expect(columns(life.upTo('sign'))).toEqual({
      next_due_at: '2026-11-25T16:00:00.000Z',
      inner_due_at: '2026-11-25T16:00:00.000Z',
      outer_due_at: '2026-11-30T16:00:00.000Z',
    });
    expect(columns(life.do('reply')).next_due_at).toBe('2026-11-24T16:00:00.000Z');
  });

  it('sort what waits for nothing behind everything else', () => {
    expect(columns(new OrderLife().do('withdraw')).next_due_at).toBe(NO_DUE);
    const unknown = new OrderLife({ facts: { receivedAt: '2026-12-30T01:00:00.000Z' } });
    expect(columns(unknown.upTo('sign', '2026-12-30T01:00:00.000Z')).next_due_at).toBe(NO_DUE);
  });

  it('look at the present cycle, and at what is live before what is over', () => {
    const life = new OrderLife({ presets: ['2h2wd'] }).upTo('approve').do('rework', after(1));
    expect(clockFor(life.facts, life.clocks, 'handle')).toMatchObject({ cycle: 1, state: 'RUNNING' });
    expect(clockFor(order({ cycle: 5 }), life.clocks, 'handle')).toBeNull();
    const again = new OrderLife().upTo('dispatch').do('takeBack').do('dispatch', after(0, 1));
    expect(clockFor(again.facts, again.clocks, 'sign')).toMatchObject({
      state: 'RUNNING',
      startedAt: after(0, 1),
    });
  });
});

describe('clocks as they are read', () => {
  it('are late after the due time, not at it, and stay late once met late', () => {
    const life = new OrderLife();
    const accept = life.clock('accept');
    expect(isLateNow(accept, after(0, 2))).toBe(false);
    expect(isLateNow(accept, after(0, 2, 0, 1))).toBe(true);
    expect(clockView(accept, after(0, 3))).toMatchObject({
      label: '受理',
      late: true,
      light: 'RED',
      dueText: '2026-11-23 11:00',
    });
    const met = life.do('accept', after(0, 3)).clock('accept');
    expect(clockView(met, after(9))).toMatchObject({ state: 'MET', late: true, light: null });
    expect(isLateNow(new OrderLife().do('accept').clock('accept'), after(9))).toBe(false);
  });

  it('are not late while they are paused', () => {
    const paused = new OrderLife({ presets: ['2h2wd'] }).upTo('sign').do('askInfo').clock('handle');
    expect(clockView(paused, after(30))).toMatchObject({ state: 'PAUSED', late: false });
  });

  it('hide what is machinery', () => {
    const life = new OrderLife().upTo('approve');
    const shown = visibleClocks(life.clocks, MONDAY).map((clock) => clock.milestone);
    expect(shown).toEqual(expect.arrayContaining(['accept', 'handle', 'visit', 'told']));
    expect(shown.filter((name) => ['silence', 'archive', 'return_window'].includes(name))).toEqual([]);
  });

  it('are, in a list, what the reader waits for: the filer for the answer', () => {
    const clock = (life: OrderLife, isFiler: boolean) =>
      listClock(life.facts, life.clocks, isFiler)?.milestone ?? null;
    const row = (life: OrderLife) => listClock(life.facts, life.clocks, true);
    expect(clock(new OrderLife(), false)).toBe('accept');
    expect(row(new OrderLife())).toMatchObject({ milestone: 'handle', scope: 'OUTER' });
    expect(row(new OrderLife().upTo('dispatch'))).toMatchObject({ milestone: 'handle', scope: 'INNER' });
    expect(clock(new OrderLife().upTo('reply'), false)).toBe('check');
    expect(clock(new OrderLife().upTo('sign').do('askInfo'), true)).toBe('info_wait');
    expect(clock(new OrderLife().do('withdraw'), true)).toBeNull();
  });
});
