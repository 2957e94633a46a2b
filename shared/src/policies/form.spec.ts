import { type ClockPolicyRow, PRESETS } from '../clocks/index.ts';
import type { Asked } from './asked.ts';
import { EVENT_WORDS, eventFault } from './clock-events.ts';
import { policyForm, policyWord } from './form.ts';
import { POLICY_KIND_NAMES } from './kinds.ts';

const FORMED = POLICY_KIND_NAMES.filter((kind) => kind !== 'calendar' && kind !== 'class');
function isDrawn(asked: Asked): boolean {
  if (asked.kind === 'list' || asked.kind === 'oneOrMore') return isDrawn(asked.of);
  if (asked.kind === 'by') return Object.values(asked.cases).every(isDrawn);
  if (asked.kind === 'evidence') return Object.values(asked.conditions).every(isDrawn);
  if (asked.kind === 'when') return Object.values(asked.conditions).every(isDrawn);
  return asked.kind !== 'raw';
}

describe('forms of policies', () => {
  it.each(FORMED)('asks for every field of %s by a Chinese name and with a control', (kind) => {
    const sections = policyForm(kind) ?? [];
    expect(sections.length).toBeGreaterThan(0);
    for (const { fields } of sections) {
      expect(fields.filter(({ label }) => !/\p{Script=Han}/u.test(label))).toEqual([]);
      // Nobody who writes a rule has to read JSON.
      expect(fields.filter(({ asked }) => !isDrawn(asked)).map(({ name }) => name)).toEqual([]);
    }
  });
  it.each(FORMED)('has a word for every code of %s', (kind) => {
    const codes: string[] = [];
    const look = (asked: Asked): void => {
      if (asked.kind === 'choice')
        codes.push(...Object.entries(asked.options).flatMap(([code, word]) => (code === word ? [code] : [])));
      else if (asked.kind === 'list' || asked.kind === 'oneOrMore') look(asked.of);
      else if (asked.kind === 'by') for (const each of Object.values(asked.cases)) look(each);
      else if (asked.kind === 'evidence') {
        look({ kind: 'choice', options: asked.events });
        for (const each of Object.values(asked.conditions)) look(each);
      } else if (asked.kind === 'when') {
        for (const [name, each] of Object.entries(asked.conditions)) {
          if (!/\p{Script=Han}/u.test(policyWord(asked.of ?? '', name))) codes.push(name);
          look(each);
        }
      }
    };
    for (const { fields } of policyForm(kind) ?? []) for (const { asked } of fields) look(asked);
    expect(codes).toEqual([]);
  });
  it('knows the events and conditions every preset depends on', () => {
    const asked = Object.values(PRESETS).flatMap((rows: ClockPolicyRow[]) =>
      rows.flatMap(({ from, fromWhere, metBy }) => [
        [from, fromWhere ?? {}] as const,
        ...metBy.map((by) =>
          typeof by === 'string' ? ([by, {}] as const) : ([by.event, by.where] as const),
        ),
      ]),
    );
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.map(([event, where]) => eventFault(event, where)).filter((fault) => fault !== null)).toEqual(
      [],
    );
    expect(asked.map(([event]) => event).filter((event) => !Object.hasOwn(EVENT_WORDS, event))).toEqual([]);
  });
  it.each([
    ['order.told', { reached: 'perhaps' }, '条件「找到本人」没有选,或选了没有的'],
    ['order.signed', { upperNo: null }, '「签收」不带「上级编号」这个条件'],
  ])('refuses what %s can never say', (event, where, message) => {
    expect(eventFault(event, where)).toBe(message);
  });
  it('leaves calendar and class tree to forms of their own', () => {
    expect([policyForm('calendar'), policyForm('class')]).toEqual([null, null]);
  });
});
