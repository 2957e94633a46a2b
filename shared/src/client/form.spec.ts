import { TRANSITIONS } from '../index.ts';
import { fieldProblem, formProblem, formUnit, sentFields, shownFields, withAnswer } from './form.ts';

const reply = TRANSITIONS.reply.fields;
const names = (values: Record<string, unknown>) => shownFields(reply, values).map(({ name }) => name);
const text = '丁香社区11月22日已清走楼道杂物';

describe('forms drawn from the table', () => {
  it('asks why only when something was left unsolved, and then needs it', () => {
    expect(names({ outcome: 'SOLVED' })).not.toContain('unsolvedCode');
    expect(names({ outcome: 'PARTLY' })).toContain('unsolvedCode');
    expect(formProblem(reply, { outcome: 'SOLVED', publicText: text })).toBeNull();
    expect(formProblem(reply, { outcome: 'PARTLY', publicText: text })).toBe('请选择「未解决的原因」');
  });
  it('names the first thing missing', () => {
    expect(formProblem(reply, {})).toBe('请选择「办理结果」');
    expect(formProblem(reply, { outcome: 'SOLVED', publicText: '  ' })).toBe('请填写「给诉求人的答复」');
    expect(formProblem(reply, { outcome: 'SOLVED', publicText: '已办' })).toBe(
      '「给诉求人的答复」至少写 10 个字',
    );
  });
  it('counts characters, not UTF-16 units', () => {
    const field = { name: 'n', label: '记录', kind: 'text', max: 2, layer: 'PUBLIC' } as const;
    expect(fieldProblem(field, '𠮷𠮷')).toBeNull();
    expect(fieldProblem(field, '一二三')).toBe('「记录」最多 2 个字,现在 3 个');
  });
  it('says which blank of a template is left, but lets residents write what they like', () => {
    const field = { name: 'n', label: '答复', kind: 'text', max: 90, layer: 'PUBLIC' } as const;
    expect(fieldProblem(field, '城管科已于____到场')).toBe('「答复」里还有空没有填:城管科已于____');
    expect(fieldProblem({ ...field, layer: 'NARRATIVE' }, '车牌皖A____')).toBeNull();
  });
  it('takes false as an answer and sends no hidden or empty field', () => {
    const [, reached] = TRANSITIONS.contact.fields;
    expect(reached && fieldProblem(reached, false)).toBeNull();
    const values = { outcome: 'SOLVED', unsolvedCode: 'NO_POLICY', publicText: ` ${text} `, photos: [] };
    expect(sentFields(reply, values)).toEqual({ outcome: 'SOLVED', publicText: text });
  });
  it('knows whose people a person is chosen from, and asks again when that unit changes', () => {
    const unit = { name: 'unitId', label: '单位', kind: 'unit' } as const;
    const fields = [unit, { name: 'officerId', label: '专员', kind: 'person' }] as const;
    expect(formUnit(reply, { publicText: text })).toBeUndefined();
    expect(formUnit(fields, {})).toBeNull();
    expect(formUnit(fields, { unitId: 'CG' })).toBe('CG');
    const chosen = { unitId: 'CG', officerId: 'gao' };
    expect(withAnswer(fields, chosen, 'unitId', 'SJ')).toEqual({ unitId: 'SJ' });
    expect(withAnswer(fields, chosen, 'officerId', 'pan')).toEqual({ unitId: 'CG', officerId: 'pan' });
  });
});
