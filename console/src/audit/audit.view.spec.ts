import type { AuditReport } from '@yihu/shared';
import { actionText, findingsOf } from './audit.view';
import { factTexts } from './facts.view';

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
  it('says roles, units and reasons by name and leaves what it does not know', () => {
    const names = { '01KAJ00000DEM0N00000000002': '南七热线办' };
    expect(factTexts({ roles: 'CLERK@01KAJ00000DEM0N00000000002' }, names)).toEqual(['角色:坐席@南七热线办']);
    expect(factTexts({ way: 'PASSWORD', why: 'ROLES', ended: 2 })).toEqual([
      ...['方式:密码和动态码', '原因:角色或单位变了', '结束了几处登录:2'],
    ]);
    expect(factTexts({ odd: 'x', role: null })).toEqual(['odd:x']);
    expect(
      factTexts({ reader: 'OFFICE', unitId: '01KAJ00000DEM0N00000000002', role: 'CLERK' }, names),
    ).toEqual([...['以什么身份:热线办', '所在单位:南七热线办', '角色:坐席']]);
    expect(factTexts({ from: '2026-11-21T16:00:00.000Z', active: true })).toEqual([
      ...['从:2026-11-22 00:00', '在用:是'],
    ]);
  });
});

describe('an entry about an order', () => {
  it('reads in the words of the tables it comes from', () => {
    expect([actionText('order.signed'), actionText('narrative.view')]).toEqual(['签收', '查看诉求内容']);
    expect(factTexts({ seq: 5, from: 'REPLIED', to: 'TO_VISIT' })).toEqual([
      ...['第几条经过:5', '从:待审核', '到:待回访'],
    ]);
    expect(factTexts({ channel: 'MINI_PROGRAM' })).toEqual(['渠道:微信小程序']);
    expect(factTexts({ kind: 'extension', to: 'refused' }).join()).toMatch(/种类:延期.*到:不/);
    expect(factTexts({ kind: 'UNKNOWN_KIND' })).toEqual(['种类:UNKNOWN_KIND']);
  });
  it('says what was done in procedures and lists as their buttons do', () => {
    expect(actionText('procedure.approve', 'suspension')).toBe('同意挂账');
    expect(actionText('procedure.open', 'suspension')).toBe('申请挂账');
    expect(actionText('ledger.strike', 'hard')).toBe('疑难清单:销号');
  });
});
