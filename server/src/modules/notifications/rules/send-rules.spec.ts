import { errorOf, errorOfTransport } from '../../wechat/wechat.error';
import { clip } from './clip';
import { fill } from './fill';
import { reasonOf, resendTime, verdictOf } from './send-rules';

const NOW = '2026-11-22T06:00:00.000Z';
const verdict = (errcode: number) => verdictOf(errorOf('/send', errcode, ''), NOW, 0.5);

describe('verdictOf', () => {
  it.each([
    [43101, { is: 'REFUSED' }],
    [45168, { is: 'NEUTRAL' }],
    [-1, { is: 'FAILED' }],
    [40001, { is: 'FAILED' }],
    [40003, { is: 'DEAD', alarm: false }],
    [47003, { is: 'DEAD', alarm: true }],
    [40037, { is: 'DEAD', alarm: true }],
    [99999, { is: 'DEAD', alarm: true }],
    [43108, { is: 'LATER', at: '2026-11-22T06:00:03.000Z' }],
    [45009, { is: 'LATER', at: '2026-11-22T07:30:00.000Z' }],
  ])('%d → %j', (errcode, expected) => {
    expect(verdict(errcode)).toEqual(expected);
  });

  it('tells a call that never left from one whose answer was lost', () => {
    const refused = Object.assign(new Error('x'), { cause: { code: 'ECONNREFUSED' } });
    expect(verdictOf(errorOfTransport('/send', refused), NOW, 0)).toEqual({ is: 'FAILED' });
    const timeout = Object.assign(new Error('x'), { name: 'TimeoutError' });
    expect(verdictOf(errorOfTransport('/send', timeout), NOW, 0)).toEqual({ is: 'UNKNOWN' });
  });

  it('names the template key at fault', () => {
    expect(reasonOf(errorOf('/send', 47003, 'argument invalid! data.thing4.value is empty'))).toBe(
      '47003 thing4',
    );
  });
});

describe('resendTime', () => {
  it('sends once more, after 10 minutes, what has a date to keep', () => {
    expect(resendTime('task', 1, NOW)).toBe('2026-11-22T06:10:00.000Z');
    expect(resendTime('info', 1, NOW)).toBe('2026-11-22T06:10:00.000Z');
    expect(resendTime('task', 2, NOW)).toBeNull();
    expect(resendTime('progress', 1, NOW)).toBeNull();
    expect(resendTime('result', 1, NOW)).toBeNull();
  });
});

describe('fill', () => {
  const content = {
    orderNo: 'NQ20261122-0001',
    title: '楼道堆物',
    phrase: '已受理',
    thing: '11月23日前派单',
    at: NOW,
  };

  it('fills the layout to register', () => {
    expect(fill(['character_string1', 'phrase2', 'time3', 'thing4'], {}, content)).toEqual({
      character_string1: 'NQ20261122-0001',
      phrase2: '已受理',
      time3: NOW,
      thing4: '11月23日前派单',
    });
  });

  it('gives the first of several texts the title, the last the news', () => {
    expect(fill(['thing1', 'thing2', 'thing3'], {}, content)).toEqual({
      thing1: '楼道堆物',
      thing2: '',
      thing3: '11月23日前派单',
    });
  });

  it('claims nothing it does not know', () => {
    expect(fill(['enum_string1'], { enum_string1: ['已办结'] }, content)).toBeNull();
    expect(fill(['enum_string1'], { enum_string1: ['已受理'] }, content)).toEqual({ enum_string1: '已受理' });
    expect(fill(['amount1'], {}, content)).toBeNull();
  });
});

describe('clip', () => {
  it('cuts without leaving half a character, on one line', () => {
    expect(clip('一二三四五六', 5)).toBe('一二三四五');
    expect(clip('ab😀', 3)).toBe('ab');
    expect(clip(' a\n\tb ', 10)).toBe('a b');
  });
});
