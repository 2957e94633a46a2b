import { parseExact } from './exact-json';

it('keeps long integers exact and everything else as JSON.parse has it', () => {
  expect(parseExact('{"errcode":0,"msgid":3395159288267931652}')).toEqual({
    errcode: 0,
    msgid: '3395159288267931652',
  });
  expect(parseExact('{"a":[1,-2.5,1e3],"b":"digits 1234567890123456789 in \\"text\\"","c":null}')).toEqual({
    a: [1, -2.5, 1000],
    b: 'digits 1234567890123456789 in "text"',
    c: null,
  });
  expect(() => parseExact('<html>')).toThrow(SyntaxError);
});
