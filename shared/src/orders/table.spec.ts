import { FIELDS, type Field } from './fields.ts';
import { GUARDS } from './guards.ts';
import { STATES, type State, TEN_LINKS, TERMINAL } from './model.ts';
import type { Told, Transition } from './table.ts';
import { ACTIONS, type ActionName, actionOfEvent, isAction, TRANSITIONS } from './transitions/index.ts';

const ALL_STATES = Object.keys(STATES) as State[];
const HAN_ONLY = /^\p{Script=Han}{1,5}$/u;
/** The longest a blank gets: names are the demo street's longest, dates and counts the widest there are. */
const LONGEST: Record<string, string> = {
  unit: '六字单位简称',
  office: '六字单位简称',
  what: '八个字的事项名称',
  where: '某某单位',
  date: '12月31日',
  n: '99',
  cycle: '99',
  target: 'NQ20261123-0001',
  last: '12月31日',
};
const BLANK = /\{(\w+)\}/g;
const fillLongest = (text: string) => text.replace(BLANK, (_, name: string) => LONGEST[name] ?? `?${name}?`);
const RESIDENT_TEXTS = ACTIONS.flatMap((action) => {
  const { told, resident } = TRANSITIONS[action];
  const things = told.filter((each) => each.to === 'resident').map((each) => each.thing);
  return [...things, ...(resident === null ? [] : [resident])].map((text) => [action, text] as const);
});
const FIELD_ROWS: [string, Field][] = ACTIONS.flatMap((action) =>
  TRANSITIONS[action].fields.map((field): [string, Field] => [`${action}.${field.name}`, field]),
);

const TOLD_ROWS: [string, string, Told][] = ACTIONS.flatMap((action) =>
  TRANSITIONS[action].told.map((told): [string, string, Told] => [action, told.to, told]),
);

function targetsOf({ to, from }: Transition): readonly State[] {
  if (to === 'SAME') return from;
  // RESUME answers any state from which information can be asked, and stays where it is elsewhere.
  if (to === 'RESUME') return [...from.filter((state) => state !== 'NEED_INFO'), ...TRANSITIONS.askInfo.from];
  return typeof to === 'string' ? [to] : to;
}

function reachable(): Set<State> {
  const seen = new Set<State>(['SUBMITTED']);
  for (const state of seen) {
    for (const action of ACTIONS) {
      const transition = TRANSITIONS[action];
      if (transition.from.includes(state)) for (const target of targetsOf(transition)) seen.add(target);
    }
  }
  return seen;
}

describe('states', () => {
  it('are all reached from filing', () => {
    expect([...reachable()].sort()).toEqual([...ALL_STATES].sort());
  });

  it.each<[State, ActionName[]]>([
    ['DECLINED', ['contest']],
    ['MERGED', ['unmerge']],
    ['WITHDRAWN', []],
    ['ARCHIVED', []],
  ])('%s is left by %j only', (state, ways) => {
    const leaving = ACTIONS.filter((action) => {
      const transition = TRANSITIONS[action];
      const targets = transition.to === 'SAME' ? [] : targetsOf(transition);
      return transition.from.includes(state) && targets.some((target) => target !== state);
    });
    expect(leaving).toEqual(ways);
    expect(TERMINAL).toContain(state);
  });

  it.each(ALL_STATES.filter((state) => !TERMINAL.includes(state)))('%s has a way on', (state) => {
    const leaving = ACTIONS.filter((action) => {
      const transition = TRANSITIONS[action];
      return transition.from.includes(state) && targetsOf(transition).some((target) => target !== state);
    });
    expect(leaving).not.toEqual([]);
  });

  it.each(ALL_STATES)('%s has a label that fits a phrase', (state) => {
    expect(STATES[state]).toMatch(HAN_ONLY);
  });
});

describe('events', () => {
  it('have a name of their own, and find their action', () => {
    const names = ACTIONS.map((action) => TRANSITIONS[action].event);
    expect(new Set(names).size).toBe(names.length);
    expect(names.map((name) => actionOfEvent(name))).toEqual(ACTIONS);
    expect(names).not.toContain('order.submitted');
    expect(actionOfEvent('order.submitted')).toBeNull();
  });

  it('belong to links of the street only', () => {
    const links = ACTIONS.map((action) => TRANSITIONS[action].link).filter((link) => link !== undefined);
    expect(links.filter((link) => !TEN_LINKS.includes(link))).toEqual([]);
  });

  it('are not confused with what objects inherit', () => {
    expect(['toString', 'constructor', '__proto__', ''].filter((name) => isAction(name))).toEqual([]);
  });
});

describe.each(ACTIONS)('%s', (action) => {
  const transition: Transition = TRANSITIONS[action as ActionName];

  it('has words, people, states and guards', () => {
    expect(transition.label).not.toBe('');
    expect(transition.did).not.toBe('');
    expect(transition.from.length).toBeGreaterThan(0);
    expect(new Set(transition.from).size).toBe(transition.from.length);
    expect(transition.who.length).toBeGreaterThan(0);
    expect(transition.guards.filter((guard) => !Object.hasOwn(GUARDS, guard))).toEqual([]);
  });

  it('leaves no unknown blank in the resident’s timeline', () => {
    expect(fillLongest(transition.resident ?? '')).not.toMatch(/[?{}]/);
  });

  it('names its fields once each', () => {
    const names = transition.fields.map((field) => field.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('messages', () => {
  it.each(TOLD_ROWS)('%s: %s fits WeChat’s fields', (_, __, told) => {
    expect(told.phrase).toMatch(HAN_ONLY);
    const thing = fillLongest(told.thing);
    expect(thing).not.toMatch(/[?{}]/);
    expect([...thing].length).toBeLessThanOrEqual(20);
  });
});

describe('texts residents read', () => {
  it.each(RESIDENT_TEXTS)('%s: %s', (_, text) => {
    expect(text).not.toMatch(/相关部门|有关部门|尽快|及时|高度重视/);
  });

  it('name a date wherever somebody else owes the next step', () => {
    const promising: ActionName[] = [
      'accept',
      'dispatch',
      'takeBack',
      'sign',
      'askInfo',
      'dispute',
      'rework',
      'close',
      'contest',
      'assign',
      'unassign',
      'handOver',
      'suspend',
      'wake',
      'moveDue',
      'rebase',
    ];
    expect(promising.filter((action) => !(TRANSITIONS[action].resident ?? '').includes('{date}'))).toEqual(
      [],
    );
  });

  it('name the unit wherever one acts', () => {
    const acting: ActionName[] = [
      'dispatch',
      'sign',
      'arrive',
      'progress',
      'reply',
      'approve',
      'rework',
      'dispute',
      'urge',
      'assign',
      'handOver',
      'suspend',
      'wake',
    ];
    expect(acting.filter((action) => !(TRANSITIONS[action].resident ?? '').includes('{unit}'))).toEqual([]);
  });

  it('show the filer every step that moves her order, but not the desk’s own corrections', () => {
    const moving = ACTIONS.filter(
      (action) => !['SAME', 'RESUME'].some((stay) => TRANSITIONS[action].to === stay),
    );
    expect(moving.filter((action) => TRANSITIONS[action].resident === null)).toEqual(['sendBack', 'archive']);
    const internal: ActionName[] = [
      'note',
      'contact',
      'tell',
      'sendBack',
      'light',
      'analyse',
      'reportUp',
      'exclude',
      'include',
    ];
    expect(internal.filter((action) => TRANSITIONS[action].resident !== null)).toEqual([]);
    const told = (action: ActionName) => TRANSITIONS[action].told.some((each) => each.to === 'resident');
    expect(internal.filter(told)).toEqual([]);
    // A correction by the desk is told only when it moves her date.
    for (const action of ['classify', 'moveDue', 'rebase'] as const) {
      expect(TRANSITIONS[action].residentWhen).toBe('dateMoved');
    }
  });
});

describe('fields', () => {
  it.each(FIELD_ROWS)('%s can be asked for', (_, field) => {
    expect(field.label).toMatch(/\p{Script=Han}/u);
    if (field.kind === 'text') {
      expect(field.max).toBeGreaterThanOrEqual(field.min ?? 1);
      expect(['PUBLIC', 'NARRATIVE', 'INTERNAL']).toContain(field.layer);
    }
    if (field.kind === 'choice') {
      expect(Object.keys(field.options).length).toBeGreaterThan(1);
      for (const label of Object.values(field.options)) expect(label).toMatch(/\p{Script=Han}/u);
    }
  });

  it.each(ACTIONS)('%s asks on condition only of its own choices', (action) => {
    const { fields } = TRANSITIONS[action];
    for (const { askedIf } of fields) {
      if (askedIf === undefined) continue;
      const other = fields.find((field) => field.name === askedIf.field);
      const options = other?.kind === 'choice' ? Object.keys(other.options) : [];
      expect(askedIf.is.filter((value) => !options.includes(value))).toEqual([]);
    }
  });

  it('keep notes of staff and words of the filer out of the public layer', () => {
    const open = FIELD_ROWS.filter(([, field]) => field.kind === 'text' && field.layer === 'PUBLIC');
    expect([...new Set(open.map(([, field]) => field.name))].sort()).toEqual([
      'legalGround',
      'publicText',
      'question',
      'whereToGo',
    ]);
    // Whatever the public reads is checked for private data and empty words first.
    const unchecked = ACTIONS.filter((action) => {
      const { fields, guards } = TRANSITIONS[action];
      return (
        fields.some((f) => f.kind === 'text' && f.layer === 'PUBLIC') && !guards.includes('replyIsPlain')
      );
    });
    expect(unchecked).toEqual([]);
    expect(FIELDS.reason.layer).toBe('INTERNAL');
  });

  it('never call two different things by one name', () => {
    const kinds = new Map<string, string>();
    const clashes = FIELD_ROWS.filter(([, field]) => {
      const known = kinds.get(field.name) ?? field.kind;
      kinds.set(field.name, known);
      return known !== field.kind;
    });
    expect(clashes).toEqual([]);
  });
});

describe('clock effects', () => {
  it.each(TERMINAL)('nothing runs on in %s', (state) => {
    const into = ACTIONS.filter((action) => TRANSITIONS[action].to === state);
    expect(into.filter((action) => TRANSITIONS[action].clocks.cancel !== 'ALL')).toEqual([]);
  });
});
