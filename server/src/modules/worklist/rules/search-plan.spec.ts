import { normalisePhone } from '../../../platform/crypto';
import { cleanQuery, searchPlan } from './search-plan';

const kinds = (text: string) => searchPlan(cleanQuery(text), normalisePhone).kinds;

describe('what is searched for', () => {
  it.each([
    ['NQ20261122-0001', ['NUMBER', 'UPPER_NO']],
    ['ｎｑ２０２６１１２２－０００１', ['NUMBER', 'UPPER_NO']],
    ['0001', ['NUMBER', 'WORDS']],
    ['1122-0001', ['NUMBER', 'UPPER_NO', 'WORDS']],
    ['20261122000123456789', ['UPPER_NO', 'WORDS']],
    ['13855512345', ['PHONE']],
    ['１３８ ５５５１ ２３４５', ['PHONE']],
    ['0551-62699158', ['PHONE']],
    ['张三丰', ['NAME', 'WORDS']],
    ['丁香小区 噪音', ['WORDS']],
    ['12', ['WORDS']],
    ['噪', []],
    ['😀', []],
    ['', []],
    ['  \r\n ', []],
  ])('%s', (text, found) => {
    expect(kinds(text)).toEqual(found);
  });

  it('reads what was pasted as it was meant', () => {
    expect(cleanQuery(' 丁香　小区\r\n３栋 ')).toBe('丁香 小区 3栋');
  });
});
