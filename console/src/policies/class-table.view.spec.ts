import { CLASS_TABLE, readClassTable } from '@yihu/shared';
import { linesOf, tableOf } from './class-table.view';

describe('the class tree as lines', () => {
  it('is the same tree after going there and back', () => {
    const lines = linesOf(CLASS_TABLE);
    expect(lines[0]).toMatchObject({ code: '01', name: '城市管理' });
    expect(readClassTable(tableOf(lines))).toEqual(readClassTable(CLASS_TABLE));
  });
  it('puts a new leaf below its level', () => {
    const lines = linesOf('01|甲\n0102|丙\n010201|c|细类|L3||');
    const leaf = { code: '010101', name: '新类', serviceCode: 'n', urgency: 'L4', marks: '', words: '词' };
    const level = { ...leaf, code: '0101', name: '乙' };
    expect(tableOf([...lines, leaf, level]).split('\n')).toEqual([
      '01|甲',
      '0101|乙',
      '010101|n|新类|L4||词',
      '0102|丙',
      '010201|c|细类|L3||',
    ]);
  });
});
