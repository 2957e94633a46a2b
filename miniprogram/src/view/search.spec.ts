import { searchChoices } from './search';

const choices = [
  { value: 'a', label: '占道经营', hint: '城市管理' },
  { value: 'b', label: '消防通道堵塞', hint: '安全', keywords: ['楼道', '杂物'] },
  { value: 'c', label: '井盖', hint: '道路' },
  { value: 'd', label: '道路破损' },
];
const found = (query: string) => searchChoices(choices, query).map(({ value }) => value);

describe('searchChoices', () => {
  it('gives everything in order for an empty query', () => {
    expect(found('  ')).toEqual(['a', 'b', 'c', 'd']);
  });
  it('looks in labels, hints and keywords', () => {
    expect(found('杂物')).toEqual(['b']);
    expect(found('城市')).toEqual(['a']);
  });
  it('puts labels that begin with the word first', () => {
    expect(found('道路')).toEqual(['d', 'c']);
  });
  it('asks for every word', () => {
    expect(found('安全 楼道')).toEqual(['b']);
    expect(found('安全 井盖')).toEqual([]);
  });
});
