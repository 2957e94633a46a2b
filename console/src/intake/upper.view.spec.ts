import type { UpperItem } from '@yihu/shared';
import { bySystem, fileOf } from './upper.view';

it('writes numbers as text and lets no cell become a formula', () => {
  const line = { key: 'k1', upperNo: '00012345678901234567', orderNo: 'NQ1', at: '2026-11-23T01:00:00.000Z' };
  const file = fileOf({
    ...{ batchId: 'B', upperSystem: 'CITY_12345' },
    lines: [{ ...line, report: 'RESULT', outcome: 'SOLVED', text: '=1+1,"引号"\n第二行' }],
  });
  expect(file.startsWith('\uFEFF"上级编号"')).toBe(true);
  expect(file).toContain('"\t00012345678901234567","NQ1","办理结果","已解决","\'=1+1,""引号""\n第二行"');
  expect(file.endsWith('"k1"\r\n')).toBe(true);
});

it('keeps platforms apart, with the batches that wait for a word', () => {
  const item = (upperSystem: string, state: UpperItem['state'], batchId: string | null) =>
    ({ upperSystem, state, batchId }) as UpperItem;
  const items = [
    item('CITY_12345', 'WAITING', null),
    item('CITY_12345', 'EXPORTED', 'B1'),
    item('CITY_12345', 'EXPORTED', 'B1'),
    item('PETITION', 'WAITING', null),
  ];
  expect(bySystem(items).map(({ name, waiting, batches }) => [name, waiting, batches])).toEqual([
    ['市12345平台', 1, ['B1']],
    ['信访信息系统', 1, []],
  ]);
});
