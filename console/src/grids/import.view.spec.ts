import { problemText, readFile } from './import.view';

const file = (properties: unknown) =>
  JSON.stringify({ type: 'FeatureCollection', features: [{ properties }] });

describe('a file of grids', () => {
  it('says which property is which where the names tell', () => {
    expect(readFile(file({ 网格编码: 'A', 名称: 'B', 所属社区: 'C', 面积: 1 }))).toMatchObject({
      names: ['网格编码', '名称', '所属社区', '面积'],
      mapping: { code: '网格编码', name: '名称', community: '所属社区' },
    });
    expect(readFile(file(null))).toMatchObject({ names: [], mapping: { code: '', name: '', community: '' } });
  });

  it('that is none is refused in words', () => {
    expect(readFile('{"type":')).toEqual({ problem: '文件不是 GeoJSON(不是完整的 JSON)' });
    expect(readFile('[1]')).toEqual({ problem: '文件不是 GeoJSON' });
    expect(readFile(`"${'字'.repeat(400_000)}"`)).toMatchObject({
      problem: expect.stringContaining('900 KB'),
    });
  });

  it('names ring and reason', () => {
    const row = { feature: 4, code: '', name: '', outcome: 'ERROR', outline: null } as const;
    const ring = { feature: 4, ring: '外环', fault: 'NOT_CLOSED', reason: '没有闭合', at: null } as const;
    expect(problemText({ ...row, problem: ring })).toBe('外环:没有闭合');
    expect(problemText({ ...row, problem: { feature: 4, reason: '没有编号' } })).toBe('没有编号');
  });
});
