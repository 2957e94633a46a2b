import { bulkActOf, CLASS_LEAVES, checkTemplates } from '../index.ts';
import { DEFAULT_TEMPLATES } from './default-templates.ts';
import { blankLeft, blanksOf, fillTemplate, templatesFor } from './templates.ts';

const CONTEXT = {
  classes: CLASS_LEAVES,
  unitCodes: null,
  outerAbove: [],
  prefixesTaken: new Set<string>(),
  previous: null,
};

describe('templates', () => {
  it('fill what is known and leave the rest blank', () => {
    expect(fillTemplate('请{unit}在{due}前答复{orderNo}', { unit: '城管科', orderNo: 'NQ-1' })).toBe(
      '请城管科在____前答复NQ-1',
    );
  });

  it.each([
    ['已于____到场', '已于____'],
    ['城管科答复__', '城管科答复__'],
    ['结果:【】。', '结果:【】'],
    ['结果:【 】。', '结果:【 】'],
    ['请看【请填处理结果】', '请看【请填处理结果】'],
    ['由{unit}办理', '由{unit}'],
  ])('%s still has a blank', (text, blank) => {
    expect(blankLeft(text)).toBe(blank);
  });

  it.each(['丁香01网格11月23日已清走', '见【通知】', '文件a_b.jpg', '😀 全角123'])('%s has none', (text) => {
    expect(blankLeft(text)).toBeNull();
  });

  it('say where each blank stands', () => {
    const text = '😀{unit}于____月__日【】';
    expect(blanksOf(text).map(({ from, to }) => text.slice(from, to))).toEqual([
      '{unit}',
      '____',
      '__',
      '【】',
    ]);
  });

  it('offer those of the class first, and none of another class, state or action', () => {
    const row = { action: 'dispatch', field: 'note', text: '请办理' };
    const rows = [
      { ...row, name: '通用' },
      { ...row, name: '占道', classes: ['0101'] },
      { ...row, name: '占道经营', classes: ['010102', '0102'] },
      { ...row, name: '燃气', classes: ['02'] },
      { ...row, name: '别的状态', states: ['REPLIED' as const] },
      { ...row, name: '别的操作', action: 'approve' },
    ];
    const order = { classCode: '010102', state: 'ACCEPTED' as const };
    expect(templatesFor(rows, 'dispatch', order).map(({ name }) => name)).toEqual([
      '占道经营',
      '占道',
      '通用',
    ]);
    expect(templatesFor(rows, 'dispatch', { ...order, classCode: null }).map(({ name }) => name)).toEqual([
      '通用',
    ]);
  });

  it('that come with the product pass the check of policies, and leave something to fill', () => {
    expect(checkTemplates({ rows: DEFAULT_TEMPLATES }, CONTEXT)).toEqual([]);
    expect(DEFAULT_TEMPLATES.filter(({ text }) => blankLeft(text) === null)).toEqual([]);
    const names = DEFAULT_TEMPLATES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    // What takes a paragraph in a procedure has one to begin from.
    const begun = new Set(DEFAULT_TEMPLATES.map(({ action, field }) => `${action} ${field}`));
    const wanted = ['return.refuse opinion', 'extension.open publicReason', 'supervision.open ground'];
    expect(wanted.filter((each) => !begun.has(each))).toEqual([]);
    expect(DEFAULT_TEMPLATES.map(({ text }) => text).join()).not.toMatch(/相关部门|有关部门|尽快/);
  });

  it.each([
    [{ action: 'fly' }, '第 1 行 action'],
    [{ action: 'accept' }, '第 1 行 action'],
    [{ field: 'publicText' }, '第 1 行 field'],
    [{ states: ['CLOSED'] }, '第 1 行 states'],
    [{ text: '请{boss}办' }, '第 1 行 text'],
  ])('%j is refused where it is wrong', (more, where) => {
    const row = { name: '常规', action: 'dispatch', field: 'note', text: '请办理', ...more };
    const [fault] = checkTemplates({ rows: [row] }, CONTEXT);
    expect(`第 ${fault?.line} 行 ${fault?.field}`).toBe(where);
  });

  it('are for actions and steps of procedures that exist', () => {
    expect(DEFAULT_TEMPLATES.filter(({ action }) => bulkActOf(action) === null)).toEqual([]);
    const wrong = { name: '错', action: 'return.fly', field: 'opinion', text: '____' };
    expect(checkTemplates({ rows: [wrong] }, CONTEXT)[0]?.message).toBe('没有这个操作: return.fly');
    const other = { ...wrong, action: 'return.refuse', field: 'ground' };
    expect(checkTemplates({ rows: [other] }, CONTEXT)[0]?.message).toBe('没有这一项(可用 opinion)');
  });
});
