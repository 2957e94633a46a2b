import { strayFigures } from './report-words.ts';

const SECTIONS = [
  {
    text: '11月16日至22日共收到诉求 1234 件,环比 +12.5%。',
    lines: [{ label: '响应率', text: '98.00%(49/50;环比 +0.2 个百分点,同比 无可比数据)', opens: null }],
  },
  { text: '有 3 个单位承办', lines: [{ label: '丁香01网格', text: '第 1 名,承办 20 件次', opens: null }] },
];
const stray = (text: string) => strayFigures(text, SECTIONS);

it('lets a sentence quote the figures in any words', () => {
  expect(stray('本周收到1,234件,比上周多12.5%;响应率98%,上升 0.2 个百分点。第1名承办 20 件。')).toEqual([]);
  expect(stray('收到１２３４件')).toEqual([]);
});

it('names every number that is none of the report', () => {
  expect(stray('本周收到 1235 件,响应率 99.5%,排第 2 名')).toEqual(['1235 件', '99.5%', '第 2 名']);
});

it('leaves dates, years and places alone', () => {
  expect(stray('2026年11月23日起,望江路100号增设2处停车点')).toEqual([]);
});
