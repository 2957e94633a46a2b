import {
  bodyOf,
  type CallForm,
  isWholePhone,
  NEW_CALL,
  problemOf,
  scopeAnswers,
  tidyPhone,
  tidyText,
  tidyUpperNo,
} from './filing.view';

const call = (more: Partial<CallForm> = {}): CallForm => ({ ...NEW_CALL, text: '路灯不亮', ...more });

it.each([
  ['13800138000', '13800138000', true],
  [' １３８ ００１３ ８０００\u200b', '13800138000', true],
  ['+86 138-0013-8000', '13800138000', true],
  ['0086 13800138000', '13800138000', true],
  ['(0551)62699158', '(0551)62699158', true],
  ['0551-62699158转803', '0551-62699158转803', true],
  ['1380013800', '1380013800', false],
  ['', '', false],
])('a number pasted as %s is dialled as %s', (pasted, phone, whole) => {
  expect([tidyPhone(pasted), isWholePhone(tidyPhone(pasted))]).toEqual([phone, whole]);
});

it('keeps every digit of a platform’s number, and nothing around it', () => {
  expect(tidyUpperNo('编号:00012345678901234567 \r\n')).toBe('00012345678901234567');
  expect(tidyUpperNo('ＨＦ２０２６１１２２０００１')).toBe('HF202611220001');
});

it('takes line ends of every machine, emoji and 7,000 characters', () => {
  const long = '路'.repeat(6_998);
  expect(tidyText('一\r\n二\r三\u2028四\u0000五\t六')).toBe('一\n二\n三\n四五\t六');
  expect(problemOf(call({ text: `${long}👍🏽` }))).toBeNull();
  expect(problemOf(call({ text: `${long}路路路` }))?.text).toBe('内容最多 7000 个字,现在 7001 个');
});

it.each<[Partial<CallForm>, string | undefined]>([
  [{}, undefined],
  [{ text: ' \n' }, 'text'],
  [{ phone: '138' }, 'phone'],
  [{ phone: '138', confidentiality: 'ANONYMOUS' }, undefined],
  [{ partyKind: 'ENTERPRISE' }, 'company'],
  [{ partyKind: 'ENTERPRISE', companyName: '南七餐饮', creditCode: '123' }, 'credit'],
  [{ upperNo: '1', upperSystem: null }, 'upper'],
])('%j is stopped at %s', (more, field) => {
  expect(problemOf(call(more))?.field).toBe(field);
});

it('sends a platform with its number only, a firm of firms only, and nobody who stays anonymous', () => {
  const filled = call({
    companyName: '南七餐饮',
    name: '李',
    phone: '13800138000',
    upperSystem: 'CITY_12345',
  });
  expect(bodyOf(filled, 'D', 'S')).toMatchObject({
    ...{ companyName: '', upperSystem: null, upperNo: null, contactPhone: '13800138000' },
  });
  expect(bodyOf({ ...filled, confidentiality: 'ANONYMOUS', upperNo: '007' }, 'D', 'S')).toMatchObject({
    ...{ upperSystem: 'CITY_12345', upperNo: '007', contactName: '', contactPhone: '' },
  });
});

it('lets no class hand out what goes into another order', () => {
  const filled = call({ classCode: '010102' });
  expect(bodyOf(filled, 'D', 'S').classCode).toBe('010102');
  expect(bodyOf({ ...filled, sameAs: 'NQ20261123-0001' }, 'D', 'S').classCode).toBeNull();
});

it('answers what is not the street’s, by name', () => {
  expect(scopeAnswers('路灯不亮', false, '南七街道')).toEqual([]);
  expect(scopeAnswers('法院已受理的欠薪案', false, '南七街道')[0]).toContain('仲裁');
  expect(scopeAnswers('举报村干部贪污', true, '南七街道')).toEqual([
    expect.stringContaining('不在南七街道辖区'),
    expect.stringContaining('12388'),
  ]);
});
