import { CLASS_LEAVES, classLeaf, classPathText, readClassTable, searchClasses } from './classes.ts';

const FIRST_LEVELS = [
  ...['城市管理', '住房城乡建设', '市场管理', '交通运输', '生态环境', '劳动和社会保障', '教育', '医疗卫生'],
  ...['民政', '公共安全', '科体文宣', '农业农村', '水务', '园林绿化', '通信管理', '退役军人事务'],
];

/** What residents of the five streets complained about, and the class each must be found under. */
const CASES: [string, string][] = [
  ['消防通道占用', '消防通道占用'],
  ['店门口的喇叭太吵了', '喇叭噪音扰民'],
  ['楼上周末装修电钻', '装修噪音扰民'],
  ['工地半夜施工睡不着', '施工噪音扰民'],
  ['电动车乱停放', '电动车乱停放'],
  ['想开店怎么办营业执照', '营业执照办理'],
  ['楼道堆满杂物', '楼道堆物'],
  ['宽带', '宽带通信'],
  ['下水道堵塞污水冒出来', '下水道堵塞'],
  ['小区门口流动摊贩', '流动摊贩'],
  ['停车位不够', '停车位'],
  ['邻居改电箱', '违章改建'],
  ['楼道养猫味道大', '楼道养猫异味'],
  ['老板拖欠工资', '欠薪'],
  ['房东不退押金', '租房退押金'],
  ['物业服务', '物业服务'],
  ['老旧小区改造', '老旧小区改造'],
  ['垃圾清运', '垃圾清运'],
  ['道路整修', '道路整修'],
  ['从窗户飞线充电', '飞线充电'],
];

describe('the built-in class tree', () => {
  it('has the sixteen first levels in order, and 80 to 130 classes', () => {
    expect([...new Set(CLASS_LEAVES.map((leaf) => leaf.path[0]))]).toEqual(FIRST_LEVELS);
    expect(CLASS_LEAVES.length).toBeGreaterThanOrEqual(80);
    expect(CLASS_LEAVES.length).toBeLessThanOrEqual(130);
  });

  it('has unique, ordered codes, unique ASCII service codes and unique names', () => {
    const codes = CLASS_LEAVES.map((leaf) => leaf.code);
    expect(codes).toEqual([...new Set(codes)].sort());
    const services = CLASS_LEAVES.map((leaf) => leaf.serviceCode);
    expect(new Set(services).size).toBe(services.length);
    for (const service of services) expect(service).toMatch(/^[a-z][a-z_]+$/);
    expect(new Set(CLASS_LEAVES.map((leaf) => leaf.name)).size).toBe(CLASS_LEAVES.length);
  });

  it('gives every class words to be found by, none twice', () => {
    for (const { name, keywords } of CLASS_LEAVES) {
      expect([name, keywords.length >= 3]).toEqual([name, true]);
      expect([name, keywords]).toEqual([name, [...new Set(keywords)]]);
    }
  });

  it('marks reports of neighbours and wages as desk only, quarrels as disputes, licences as enterprise', () => {
    expect(classLeaf('060101')).toMatchObject({ name: '欠薪', isDeskOnlyByDefault: true, isDispute: false });
    expect(classLeaf('020301')).toMatchObject({ name: '租房退押金', isDispute: true });
    expect(classLeaf('050105')).toMatchObject({ isDispute: true, isDeskOnlyByDefault: true });
    expect(classLeaf('030101')).toMatchObject({ audience: 'ENTERPRISE', urgency: 'L4' });
    expect(classLeaf('999999')).toBeUndefined();
  });

  it('prints the three levels', () => {
    const leaf = searchClasses('占道经营', CLASS_LEAVES)[0];
    expect(leaf && classPathText(leaf)).toBe('城市管理->市容环境->占道经营');
  });
});

describe('readClassTable', () => {
  it('names the line of a row without a parent, with an unknown urgency or a bad code', () => {
    expect(() => readClassTable('01|城市管理\n010101|x|摊贩|L3||a')).toThrow('第 2 行');
    expect(() => readClassTable('01|甲\n0101|乙\n010101|x|丙|L9||a')).toThrow('第 3 行');
    expect(() => readClassTable('01|甲\n0101|乙\n0101a1|x|丙|L1||a')).toThrow('第 3 行');
  });
});

describe('searchClasses', () => {
  it.each(CASES)('puts 「%s」 first under %s', (query, name) => {
    expect(searchClasses(query, CLASS_LEAVES)[0]?.name).toBe(name);
  });

  it('lists everything for an empty query and nothing when nothing is shared', () => {
    expect(searchClasses('  ', CLASS_LEAVES)).toHaveLength(CLASS_LEAVES.length);
    expect(searchClasses('zzz', CLASS_LEAVES)).toEqual([]);
  });

  it('finds by one character, by code and past punctuation', () => {
    expect(searchClasses('猫', CLASS_LEAVES)[0]?.name).toBe('楼道养猫异味');
    expect(searchClasses('100101', CLASS_LEAVES).map((leaf) => leaf.name)).toEqual(['消防通道占用']);
    expect(searchClasses('消防,通道。', CLASS_LEAVES)[0]?.name).toBe('消防通道占用');
  });

  it('offers every kind of noise for 噪音 before anything else', () => {
    const names = searchClasses('噪音', CLASS_LEAVES).map((leaf) => leaf.name);
    expect(names.slice(0, 6).every((name) => name.includes('噪音'))).toBe(true);
  });
});
