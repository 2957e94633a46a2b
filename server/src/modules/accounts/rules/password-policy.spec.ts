import { addMinutes } from '@yihu/shared';
import { isCommon } from './common-passwords';
import { isTooOld, normalised, PROFILES, whyRefused } from './password-policy';

const { modern, dengbao } = PROFILES;

describe('passwords that are guessed first', () => {
  it.each([
    'P@ssw0rd2024!',
    'Admin@123',
    'Qwer1234!',
    'Aa123456!',
    'woaini1314',
    '1qaz2wsx',
    'Abcabcabc',
    '13800138000',
    'asdfghjkl',
    'Hefei@2026',
    '!QAZ2wsx',
  ])('%s', (password) => {
    expect(isCommon(password)).toBe(true);
  });

  it.each(['correct horse battery', 'Tr0ub4dor&3x', '三更灯火五更鸡!Aa', 'mK7#pQ2z'])(
    'takes %s',
    (password) => {
      expect(isCommon(password)).toBe(false);
    },
  );
});

describe('password profiles', () => {
  it('modern asks for length and nothing else', () => {
    expect(whyRefused(modern, 'correct horse battery', 'chen')).toBeNull();
    expect(whyRefused(modern, 'correct hor', 'chen')).toBe('至少 12 个字符');
    expect(whyRefused(modern, 'x7'.repeat(65), 'chen')).toBe('最多 128 个字符');
    expect(whyRefused(modern, '长风破浪会有时直挂云帆济沧海', 'chen')).toBeNull();
  });

  it('dengbao asks for three kinds of characters', () => {
    expect(whyRefused(dengbao, 'mk7pq2zr', 'chen')).toMatch('至少 3 种');
    expect(whyRefused(dengbao, 'mK7pQ2zr', 'chen')).toBeNull();
    expect(whyRefused(dengbao, 'mK7#pQ2', 'chen')).toBe('至少 8 个字符');
  });

  it('refuses the login inside the password', () => {
    expect(whyRefused(dengbao, 'x9-CHEN-7q', 'chen')).toBe('不能含有登录名');
  });

  it('asks for a new one after 90 days, or never', () => {
    const setAt = '2026-11-23T01:00:00.000Z';
    const later = (days: number) => addMinutes(setAt, days * 1440);
    expect(isTooOld(dengbao, setAt, later(89.9))).toBe(false);
    expect(isTooOld(dengbao, setAt, later(90))).toBe(true);
    expect(isTooOld(modern, setAt, later(9000))).toBe(false);
  });

  it('reads full-width typing as the same password', () => {
    expect(normalised('ｍＫ７＃')).toBe('mK7#');
  });
});
