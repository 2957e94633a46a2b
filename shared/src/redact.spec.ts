import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPrivate, type PrivateKind, privateSpans, redactNarrative } from './redact.ts';

describe('redactNarrative masks what identifies a person', () => {
  const cases: [string, string][] = [
    ['路灯不亮，回电192-3438-3405', '路灯不亮，回电〔电话〕'],
    ['电话１３８００１３８０００，晚上打', '电话〔电话〕，晚上打'],
    ['电话一三八零零一三八零零零', '电话〔电话〕'],
    ['物业0551-62699158转803没人接', '物业〔电话〕没人接'],
    ['座机：6269 9158', '座机：〔电话〕'],
    ['我家住3栋502，楼上漏水', '我家住〔门牌〕，楼上漏水'],
    ['丁香花园2单元301室堆物', '丁香花园〔门牌〕堆物'],
    ['12#楼1单元门禁坏了', '〔门牌〕门禁坏了'],
    ['望江路100号5号楼1102室噪音', '望江路100号〔门牌〕噪音'],
    ['住３栋２单元５０２', '住〔门牌〕'],
    ['丁岗小区12-1-1102', '丁岗小区〔门牌〕'],
    ['我叫张三，反映垃圾', '我叫〔姓名〕，反映垃圾'],
    ['我是李晓明住在附近', '我是〔姓名〕住在附近'],
    ['联系人：王女士，电话见下', '联系人：〔姓名〕，电话见下'],
    ['姓名 欧阳春华 电话13800138000', '姓名 〔姓名〕 电话〔电话〕'],
    ['本人陈建国，身份证34010419900101123x', '本人〔姓名〕，身份证〔证件号〕'],
    ['反映人：李鸣联系方式见下', '反映人：〔姓名〕联系方式见下'],
    ['车牌皖A·7K413堵门', '车牌〔车牌〕堵门'],
    ['加微信：zhang_san88', '加微信：〔社交账号〕'],
    ['卡号6222 0246 7608 2417 216', '卡号〔银行卡号〕'],
  ];
  it.each(cases)('%s', (text, masked) => {
    expect(redactNarrative(text).text).toBe(masked);
  });

  it('gives the stretches of the original text', () => {
    const text = '回电１３８００１３８０００谢谢';
    expect(redactNarrative(text).found).toEqual([{ kind: 'PHONE', start: 2, end: 13 }]);
  });
});

describe('redactNarrative leaves places and facts alone', () => {
  it.each([
    '望江路100号门口',
    '工单NQ20261122-0001还没办',
    '138路公交和159路不停靠',
    '押金1380元，2026年11月22日收的',
    '2026-11-22 13:30 路面塌陷',
    '3栋120户居民停水',
    '3栋楼下垃圾成堆，5号楼旁也有',
    '12345热线打不通',
    '我是高新区居民，我是安徽人，我是周边住户',
    '我是丁香社区的老住户',
    '本人反映楼道堆物，业主投诉多次',
    '现本人房屋漏水，业主房屋都这样',
    '微信公众号hefei12345发的通知',
    '统一社会信用代码91340100MA2N00000X',
    '工单编号20240115103000123456已超期',
    '经度117.260521纬度31.851240',
    '全长1999-2008米',
  ])('%s', (text) => {
    expect(redactNarrative(text)).toEqual({ text, found: [] });
  });
});

describe('findPrivate', () => {
  it('names each kind once, in Chinese', () => {
    expect(findPrivate('已致电13800138000，又打13800138001，住3栋502')).toEqual(['电话号码', '门牌号']);
  });
  it('lets a reply name a number the unit publishes', () => {
    expect(findPrivate('有疑问请拨打0551-63456789', ['(0551) 63456789'])).toEqual([]);
    expect(findPrivate('有疑问请拨打0551-63456780', ['0551-63456789'])).toEqual(['电话号码']);
  });
});

describe('cost', () => {
  const LENGTH = 7000;
  const seeds = [
    '1',
    '1-',
    '13',
    '138 ',
    '我是',
    '我叫张',
    '3栋',
    '1单元',
    '一',
    '皖A',
    'a',
    'a.',
    'a@a.',
    '微信',
    '(0551)',
    '0551',
    '住',
    ' ',
    '3#',
    '3#楼1单元',
    '万一',
    '张',
    '3-2-',
    '6222 ',
  ];
  it.each(seeds)('7,000 characters of "%s" cost less than 20 ms', (seed) => {
    const text = seed.repeat(Math.ceil(LENGTH / seed.length)).slice(0, LENGTH);
    privateSpans(text);
    // The best of three: the rule is about the pattern, not about a busy machine.
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      privateSpans(text);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(20);
  });
});

interface Case {
  id: string;
  text: string;
  note: string;
  entities: { type: string; start: number; end: number }[];
}
const KIND: Record<string, PrivateKind> = {
  phone: 'PHONE',
  landline: 'PHONE',
  idcard: 'ID',
  bankcard: 'CARD',
  plate: 'PLATE',
  im: 'IM',
  email: 'EMAIL',
};
const DATA = join(__dirname, '../../../shared/data/text/pii_cases.jsonl');
const measured = existsSync(DATA) ? describe : describe.skip;

measured('measured on the labelled cases (skipped where the data set is absent)', () => {
  it('finds at least 95 % and is right at least 95 % of the time', () => {
    const cases = readFileSync(DATA, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Case);
    let hit = 0;
    let labelled = 0;
    let found = 0;
    let right = 0;
    for (const one of cases) {
      // Unlabelled on purpose, with a note that a mask is welcome; and doors, which the set does not label.
      if (/optional|acceptable|must be caught/.test(one.note)) continue;
      const spans = privateSpans(one.text).filter((span) => span.kind !== 'DOOR');
      const same = (entity: Case['entities'][number], span: (typeof spans)[number]) =>
        KIND[entity.type] === span.kind && span.start < entity.end && entity.start < span.end;
      labelled += one.entities.length;
      found += spans.length;
      hit += one.entities.filter((entity) => spans.some((span) => same(entity, span))).length;
      right += spans.filter((span) => one.entities.some((entity) => same(entity, span))).length;
    }
    expect(labelled).toBeGreaterThan(40);
    expect(hit / labelled).toBeGreaterThanOrEqual(0.98);
    expect(right / found).toBeGreaterThanOrEqual(0.98);
  });

  it('also catches what the set calls welcome or required: full-width, 汉字 and oddly grouped numbers', () => {
    const cases = readFileSync(DATA, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Case);
    const welcome = cases.filter((one) => /optional|must be caught/.test(one.note));
    expect(welcome.length).toBeGreaterThan(0);
    expect(welcome.filter((one) => privateSpans(one.text).length === 0).map((one) => one.text)).toEqual([]);
  });
});
