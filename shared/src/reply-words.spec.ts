import { emergencyWords, emptyPhrase } from './reply-words.ts';

describe('emergencyWords', () => {
  it.each([
    ['3栋楼道电动车着火了', [{ word: '着火', number: '119' }]],
    [
      '有人持刀砍人',
      [
        { word: '持刀', number: '110' },
        { word: '砍人', number: '110' },
      ],
    ],
    ['老人晕倒在路边', [{ word: '晕倒', number: '120' }]],
    ['路口发生车祸', [{ word: '车祸', number: '122' }]],
    ['燃气泄漏,味道很大', [{ word: '燃气泄漏', number: '119' }]],
  ])('%s', (text, words) => {
    expect(emergencyWords(text)).toEqual(words);
  });

  it.each(['消防通道被占,有火灾隐患', '万一着火怎么办', '担心电线起火', '路灯不亮', '容易引发火灾'])(
    'no alarm for a worry: %s',
    (text) => {
      expect(emergencyWords(text)).toEqual([]);
    },
  );

  it('names a word once', () => {
    expect(emergencyWords('着火了着火了')).toHaveLength(1);
  });
});

describe('emptyPhrase', () => {
  it.each([
    ['已转相关部门处理', '相关部门'],
    ['我单位高度重视,加强管理', '高度重视'],
    ['社区将尽快处理', '尽快'],
    ['诉求已知悉', '已知悉'],
    ['相关部门将于11月24日处理', '相关部门'],
    ['已转城管科', '已转'],
  ])('%s → %s', (text, phrase) => {
    expect(emptyPhrase(text)).toBe(phrase);
  });

  it.each([
    '丁香社区11月24日已清理3栋楼道堆物,拍照留存',
    '已转城管科,11月24日前清运',
    '社区将尽快处理,最迟11月24日前完成',
    '网格员今天上门,杂物已搬走',
  ])('lets through: %s', (text) => {
    expect(emptyPhrase(text)).toBeNull();
  });
});
