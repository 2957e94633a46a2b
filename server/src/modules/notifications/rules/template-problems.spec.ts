import { type ListedTemplate, mixProblem, templateProblem } from './template-problems';

const template = (change: Partial<ListedTemplate> = {}): ListedTemplate => ({
  id: 't1',
  keys: ['character_string1', 'phrase2', 'time3', 'thing4'],
  longTerm: false,
  enums: {},
  ...change,
});
const canFill = (key: string) => !key.startsWith('car_number');
const problem = (id: string, listed: ListedTemplate[]) => templateProblem('progress', id, listed, canFill);

it('finds nothing wrong with a template that can be filled', () => {
  expect(problem('t1', [template()])).toBeNull();
  const enums = { enum_string2: ['已受理', '处理中'] };
  expect(problem('t1', [template({ keys: ['thing1', 'enum_string2'], enums })])).toBeNull();
});

it.each([
  ['none is configured', '', [template()], '没有配置'],
  ['WeChat does not know it', 't2', [template()], '不在小程序的模板列表'],
  ['it has no keys', 't1', [template({ keys: [] })], '没有可填'],
  ['a key has no value', 't1', [template({ keys: ['thing1', 'car_number2'] })], 'car_number2'],
  [
    'an enum lacks our words',
    't1',
    [template({ keys: ['enum_string2'], enums: { enum_string2: ['x'] } })],
    '没有合适',
  ],
])('says when %s', (_, id, listed, words) => expect(problem(id, listed)).toContain(words));

it('warns of one-time and long-term templates asked for together', () => {
  const listed = [template(), template({ id: 't2', longTerm: true })];
  expect(mixProblem([{ id: 't1' }, { id: 't2' }], listed)).toContain('不能一起');
  expect(mixProblem([{ id: 't1' }, { id: '' }], listed)).toBeNull();
});
