import { gridLabel } from './place';

it.each([
  ['新华社区', '新华社区01网格', '新华社区 · 01网格'],
  ['新华社区', '新华01网格', '新华社区 · 01网格'],
  ['新华社区', '站前网格', '新华社区 · 站前网格'],
  ['新华社区', '新华社区', '新华社区'],
  ['新华社区', null, '新华社区'],
  [null, '站前网格', '站前网格'],
  [null, null, ''],
])('%s + %s = %s', (community, grid, label) => {
  expect(gridLabel(community, grid)).toBe(label);
});
