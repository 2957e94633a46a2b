import { diffBodies, POLICY_KIND_NAMES, policyForm } from '@yihu/shared';
import {
  classNames,
  emptyRow,
  firstBody,
  moved,
  rowsOf,
  sayChange,
  sayPath,
  sayValue,
  withRows,
} from './say.view';

const names = { classes: classNames(), units: new Map([['NQ-CG', '城管科']]) };

describe('rules in words', () => {
  it('says conditions, classes and targets by name', () => {
    const [route] = policyForm('route') ?? [];
    const field = (name: string) =>
      route?.fields.find((each) => each.name === name)?.asked ?? { kind: 'raw' };
    expect(sayValue(field('when'), {}, names)).toBe('所有工单');
    expect(sayValue(field('when'), { classPrefix: ['0101'], partyKind: 'ENTERPRISE' }, names)).toBe(
      '分类:市容环境(0101);诉求人:企业',
    );
    expect(sayValue(field('to'), { unitCode: 'NQ-CG' }, names)).toBe('城管科');
    expect(sayValue(field('to'), 'GRID', names)).toBe('所在网格');
    expect(sayValue(field('autoAccept'), true, names)).toBe('是');
  });
  it('says what starts, meets and lights a promise in words', () => {
    const [, own] = policyForm('clock') ?? [];
    const asked = (name: string) => own?.fields.find((each) => each.name === name)?.asked ?? { kind: 'raw' };
    const metBy = ['order.answered', { event: 'order.told', where: { reached: [true, null] } }];
    expect(sayValue(asked('metBy'), metBy, names)).toBe('直接答复 或 登记告知(找到本人:是、没有写)');
    const ours = [{ event: 'order.approved', where: { upperNo: null } }];
    expect(sayValue(asked('metBy'), ours, names)).toBe('审核通过(上级编号:没有上级编号)');
    const row = { from: 'order.assigned' };
    expect(sayValue(asked('fromWhere'), { stateBefore: 'ACCEPTED' }, names, row)).toBe('原来的状态:待派单');
    const lights = { yellow: { kind: 'share', num: 1, den: 2 }, orange: null, red: { kind: 'due' } };
    expect(sayValue(asked('lights'), lights, names)).toBe('黄:时限过了 50%;红:到期时');
    expect(sayChange('clock', 'rows 第 1 行.lights', JSON.stringify(lights), names)).toContain('过了 50%');
    expect(sayChange('procedure', 'rows 第 1 行.milestone', 'judge', names)).toMatch(/^审退单\//);
  });
  it('moves a row without losing one', () => {
    const rows = [{ n: 1 }, { n: 2 }, { n: 3 }];
    expect(moved(rows, 2, -1).map(({ n }) => n)).toEqual([1, 3, 2]);
    expect(moved(rows, 0, -1)).toBe(rows);
  });
  it('finds and puts back the rows wherever a kind keeps them', () => {
    const list = { at: '' } as const;
    const limits = { at: 'limits' } as const;
    expect(rowsOf([{ a: 1 }], list)).toEqual([{ a: 1 }]);
    expect(withRows([], list, [{ a: 2 }])).toEqual([{ a: 2 }]);
    expect(withRows({ rows: [], limits: [] }, limits, [{ a: 3 }])).toEqual({ rows: [], limits: [{ a: 3 }] });
    expect(rowsOf({ rows: 'broken' }, { at: 'rows' })).toEqual([]);
  });
  it('begins every kind from something its form can show', () => {
    for (const kind of POLICY_KIND_NAMES) {
      const body = firstBody(kind, 2027);
      for (const section of policyForm(kind) ?? []) {
        expect(Array.isArray(rowsOf(body, section))).toBe(true);
        expect(Object.keys(emptyRow(section.fields))).toEqual(
          section.fields.filter(({ optional }) => !optional).map(({ name }) => name),
        );
      }
    }
  });
  it('says a difference by the names of the form', () => {
    const row = { when: {}, by: 'LEADER_MAIN', later: false, reason: '复杂件' };
    const before = { rows: [row] };
    const after = {
      rows: [
        { ...row, by: 'LEADER_DEPUTY', when: { urgency: 'L1' } },
        { ...row, later: true },
      ],
    };
    const said = diffBodies(before, after).map(
      ({ path, before: was, after: is }) =>
        `${sayPath('instruction', path)}|${sayChange('instruction', path, was, names)}|${sayChange('instruction', path, is, names)}`,
    );
    expect(said).toEqual([
      '行 第 1 行.条件.紧急程度||紧急',
      '行 第 1 行.谁批示|主要领导|分管领导',
      '行 第 2 行||条件:所有工单;谁批示:主要领导;先派单、后补批:是;理由(会给人看):复杂件',
    ]);
  });
});
