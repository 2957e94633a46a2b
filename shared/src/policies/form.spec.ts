import type { Asked } from './asked.ts';
import { policyForm } from './form.ts';
import { POLICY_KIND_NAMES } from './kinds.ts';

const FORMED = POLICY_KIND_NAMES.filter((kind) => kind !== 'calendar' && kind !== 'class');
/** What stays JSON because it is no single value a person would choose. */
const RAW = ['clock.fromWhere', 'clock.metBy', 'clock.lights', 'procedure.amounts'];

function isDrawn(asked: Asked): boolean {
  if (asked.kind === 'list' || asked.kind === 'oneOrMore') return isDrawn(asked.of);
  if (asked.kind === 'when') return Object.values(asked.conditions).every(isDrawn);
  return asked.kind !== 'raw';
}

describe('forms of policies', () => {
  it.each(FORMED)('asks for every field of %s by a Chinese name and with a control', (kind) => {
    const sections = policyForm(kind) ?? [];
    expect(sections.length).toBeGreaterThan(0);
    for (const { fields } of sections) {
      expect(fields.filter(({ label }) => !/\p{Script=Han}/u.test(label))).toEqual([]);
      const raw = fields.filter(({ asked }) => !isDrawn(asked)).map(({ name }) => `${kind}.${name}`);
      expect(raw.filter((name) => !RAW.includes(name))).toEqual([]);
    }
  });
  it.each(FORMED)('has a word for every code of %s', (kind) => {
    const codes: string[] = [];
    const look = (asked: Asked): void => {
      if (asked.kind === 'choice')
        codes.push(...Object.entries(asked.options).flatMap(([code, word]) => (code === word ? [code] : [])));
      else if (asked.kind === 'list' || asked.kind === 'oneOrMore') look(asked.of);
      else if (asked.kind === 'when') for (const each of Object.values(asked.conditions)) look(each);
    };
    for (const { fields } of policyForm(kind) ?? []) for (const { asked } of fields) look(asked);
    expect(codes).toEqual([]);
  });
  it('leaves calendar and class tree to forms of their own', () => {
    expect([policyForm('calendar'), policyForm('class')]).toEqual([null, null]);
  });
});
