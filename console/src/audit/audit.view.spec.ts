import type { AuditReport } from '@yihu/shared';
import { actionText, factText, findingsOf } from './audit.view';

const whole: AuditReport = {
  ok: true,
  checked: 12,
  head: { seq: 12, hash: 'h' },
  beginsAfter: 0,
  beginVouched: false,
  brokenCount: 0,
  broken: [],
  anchors: { count: 2, lastDay: '2026-11-22', broken: [] },
  unsealed: { count: 0, oldestAt: null, ageSeconds: 0 },
};

describe('what the check of the record says', () => {
  it('is good when nothing is amiss', () => {
    expect(findingsOf(whole).every(({ ok }) => ok)).toBe(true);
    expect(findingsOf(whole)[0]?.text).toContain('重算 12 条');
  });
  it('names the row, the missing beginning, the anchor and an old tail', () => {
    const bad = findingsOf({
      ...whole,
      ok: false,
      beginsAfter: 4,
      brokenCount: 3,
      broken: [{ seq: 7, id: 'x', problem: 'HASH' }],
      anchors: { count: 2, lastDay: '2026-11-22', broken: [{ day: '2026-11-21', seq: 5 }] },
      unsealed: { count: 2, oldestAt: '2026-11-22T06:00:00.000Z', ageSeconds: 4000 },
    });
    expect(bad.map(({ ok }) => ok)).toEqual([false, false, false, false]);
    expect(bad.map(({ text }) => text).join(' ')).toMatch(
      /第 7 条.*另有 2 处.*第 4 条.*2026-11-21 第 5 条.*待封存 2 条/,
    );
  });
  it('keeps the name of an action it has no word for', () => {
    expect([actionText('policy.saved'), actionText('new.thing')]).toEqual(['保存规则', 'new.thing']);
  });
  it('says roles by name and leaves what it does not know', () => {
    expect(factText('roles', 'CLERK@01K')).toBe('角色:坐席@01K');
    expect(factText('way', 'PASSWORD')).toBe('方式:PASSWORD');
    expect(factText('odd', null)).toBe('odd:null');
  });
});

describe('an entry about an order', () => {
  it('reads in the words of the tables it comes from', () => {
    expect([actionText('order.signed'), actionText('narrative.view')]).toEqual(['签收', '查看诉求内容']);
    expect(factText('from', 'REPLIED')).toBe('从:待审核');
    expect(factText('channel', 'MINI_PROGRAM')).toBe('渠道:微信小程序');
    expect(factText('kind', 'visit')).toMatch(/^种类:回访/);
    expect(factText('kind', 'UNKNOWN_KIND')).toBe('种类:UNKNOWN_KIND');
  });
});
