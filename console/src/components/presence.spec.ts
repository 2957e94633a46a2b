import { presenceText } from './presence.view';

const who = (name: string, editing = false) => ({ personId: name, name, unit: '热线办', editing });

it.each([
  [[], null],
  [[who('陈晓')], '热线办陈晓也在看'],
  [[who('陈晓'), who('刘洋', true)], '热线办刘洋正在填写,热线办陈晓也在看'],
  [['甲', '乙', '丙', '丁'].map((name) => who(name)), '热线办甲、热线办乙、热线办丙等 4 人也在看'],
])('says who else is there: %j', (others, text) => {
  expect(presenceText(others)).toBe(text);
});
