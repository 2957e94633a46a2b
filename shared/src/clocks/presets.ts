import type { ClockUnit } from './explain.ts';
import { DUE_LIGHT, defaultLights, type LightRule, NO_LIGHTS } from './lights.ts';
import type { ClockPolicyRow, ClockWhen, EventWhere, MetBy, Milestone, Scope } from './policy.ts';

const REPLIED: MetBy[] = ['order.replied', 'order.answered'];
/** With an upper platform only its acknowledgement of the result counts; without one, our own approval. */
const OUTER_HANDLED: MetBy[] = [
  { event: 'order.approved', where: { upperNo: null } },
  { event: 'order.answered', where: { upperNo: null } },
  { event: 'order.reported_up', where: { report: ['RESULT', null] } },
];
/** Seeing the result or rating it is being told; a failed call is not, until the tries by policy are used up. */
const TOLD: MetBy[] = [
  'order.result_seen',
  'order.rated',
  { event: 'order.told', where: { reached: [true, null], result: [true, null] } },
  { event: 'order.told', where: { exhausted: true } },
];
/** Told about a result that still waits for her answer. */
const TOLD_LATER: Start[] = [
  'order.result_seen',
  { event: 'order.told', where: { reached: [true], waits: [true] } },
];
const FILED = ['order.submitted', 'order.contested', 'order.unmerged'];
const SHOWN = ['order.approved', 'order.answered'];
const NOT_PAUSABLE: Milestone[] = ['return_window', 'info_wait', 'next_report', 'watch7d', 'sign'];
const KEPT: Milestone[] = ['accept', 'dispatch', 'contact', 'watch7d', 'return_window'];
const ON_TURN: Milestone[] = ['sign', 'return_window', 'contact'];

// An event that starts the same clocks as another one (a dispute as a rework, a take-back as an acceptance) is
// named by the transition table, not repeated in every row here.
interface Rule {
  when?: ClockWhen;
  scope?: Scope;
  metBy: MetBy[];
  lights?: LightRule;
  sameDayCutoff?: string;
}
type Start = string | { event: string; where: EventWhere };

/** One rule: a row per starting event, with what follows from the milestone filled in. */
function rule(
  name: string,
  milestone: Milestone,
  amount: number,
  unit: ClockUnit,
  starts: Start[],
  more: Rule,
): ClockPolicyRow[] {
  const scope = more.scope ?? 'INNER';
  return starts.map((start) => ({
    name,
    when: more.when ?? {},
    subject: ON_TURN.includes(milestone) ? 'turn' : 'order',
    scope,
    milestone,
    amount,
    unit,
    ...(typeof start === 'string' ? { from: start } : { from: start.event, fromWhere: start.where }),
    metBy: more.metBy,
    // A street cannot stop the city's clock; that takes a reference of the upper platform.
    pausable: scope === 'INNER' && !NOT_PAUSABLE.includes(milestone),
    onRework: scope === 'OUTER' || KEPT.includes(milestone) ? 'keep' : 'restart',
    lights: more.lights ?? defaultLights(unit),
    ...(more.sameDayCutoff ? { sameDayCutoff: more.sameDayCutoff } : {}),
  }));
}

/** Dispatch to a unit, or a leader naming it straight from 待派单; a later naming keeps the due. */
const TO_UNIT: Start[] = [
  'order.dispatched',
  { event: 'order.assigned', where: { stateBefore: 'ACCEPTED' } },
];
const REWORKED: Start[] = ['order.reworked'];
/** The rework's unit has to sign only when it is offered to it again. */
const OFFERED: Start[] = [
  'order.dispatched',
  { event: 'order.assigned', where: { state: 'DISPATCHED' } },
  { event: 'order.reworked', where: { state: 'DISPATCHED' } },
];

/** First handling of a preset: counted from the dispatch, met by the reply, left to the rework row afterwards. */
function handle(name: string, amount: number, unit: ClockUnit, when: ClockWhen = {}): ClockPolicyRow[] {
  return rule(name, 'handle', amount, unit, TO_UNIT, { when: { ...when, cycle: 0 }, metBy: REPLIED });
}

/** A preset whose inner limit is longer than the general outer one states its own outer limit. */
function outer(name: string, amount: number, unit: ClockUnit, when: ClockWhen): ClockPolicyRow[] {
  return rule(name, 'handle', amount, unit, [...FILED, ...REWORKED], {
    when,
    scope: 'OUTER',
    metBy: OUTER_HANDLED,
  });
}

function rework(name: string, amount: number, unit: ClockUnit): ClockPolicyRow[] {
  const starts = [...REWORKED, ...TO_UNIT];
  return rule(name, 'handle', amount, unit, starts, { when: { cycleAtLeast: 1 }, metBy: REPLIED });
}

const FIRM: ClockWhen = { partyKind: 'ENTERPRISE' };
const ASKING = ['CONSULT', 'SUGGEST'];

const REPORTED: Start = {
  event: 'order.procedure',
  where: { kind: 'suspension', step: ['report', 'reported'] },
};
const TO_HAND_OUT: Start = { event: 'order.reworked', where: { state: 'ACCEPTED' } };

const base: ClockPolicyRow[] = [
  ...rule('base.accept', 'accept', 2, 'hour', FILED, { metBy: ['order.accepted'] }),
  // What was answered without a unit and disputed goes out for the first time.
  ...rule('base.dispatch', 'dispatch', 4, 'hour', ['order.accepted', TO_HAND_OUT], {
    metBy: ['order.dispatched', 'order.assigned', 'order.answered'],
  }),
  ...rule('base.sign', 'sign', 60, 'minute', OFFERED, { metBy: ['order.signed'] }),
  ...rule('base.return_window', 'return_window', 1, 'workday', ['order.dispatched'], {
    metBy: [],
    lights: NO_LIGHTS,
  }),
  ...rule('base.contact', 'contact', 1, 'workday', TO_UNIT, {
    metBy: [{ event: 'order.contacted', where: { reached: true } }],
  }),
  ...rework('base.rework', 3, 'workday'),
  ...rule('base.handle', 'handle', 5, 'workday', TO_UNIT, { metBy: REPLIED }),
  ...outer('base.handle_outer', 5, 'workday', {}),
  ...rule('base.check', 'check', 1, 'workday', ['order.replied'], { metBy: ['order.approved'] }),
  // Owed until the order is closed or handled again: a call that changes nothing, or an answer while something keeps
  // the order open, leaves it waiting, and whoever owes the next step is reminded of it.
  ...rule('base.visit', 'visit', 3, 'workday', SHOWN, { metBy: ['order.closed'] }),
  // Silence counts from when she was told: a result seen on the ninth day can still be rated for a week.
  ...rule('base.silence', 'silence', 168, 'hour', [...SHOWN, ...TOLD_LATER], {
    when: { partyKind: 'PERSON' },
    metBy: ['order.rated', 'order.disputed', 'order.disputed_again', 'order.closed'],
    lights: DUE_LIGHT,
  }),
  // Reaching her by phone about the result tells her too; it starts after the approval, so no earlier call counts.
  ...rule('base.told', 'told', 1, 'workday', SHOWN, {
    metBy: [...TOLD, { event: 'order.contacted', where: { reached: true } }],
  }),
  ...rule('base.info_wait', 'info_wait', 5, 'workday', ['order.info_asked'], {
    metBy: ['order.info_added'],
    lights: DUE_LIGHT,
  }),
  // The day is the one named in the suspension and in each report; the amount stands in where none was named.
  ...rule('base.next_report', 'next_report', 30, 'day', ['order.suspended', REPORTED], {
    metBy: ['order.woken'],
  }),
  ...rule('base.watch7d', 'watch7d', 168, 'hour', ['order.submitted'], {
    when: FIRM,
    metBy: ['order.closed'],
  }),
  ...rule('base.archive', 'archive', 30, 'day', ['order.closed', 'order.praised'], {
    metBy: ['order.archived'],
    lights: DUE_LIGHT,
  }),
];

const p2110: ClockPolicyRow[] = [
  ...rule('2110.arrive', 'arrive', 2, 'hour', FILED, { when: FIRM, metBy: ['order.arrived'] }),
  ...rule('2110.opinion_party', 'opinion_party', 1, 'workday', FILED, {
    when: FIRM,
    metBy: [{ event: 'order.progressed', where: { to: ['PARTY', 'BOTH', null] } }],
  }),
  ...rule('2110.opinion_upper', 'opinion_upper', 1, 'workday', FILED, {
    when: FIRM,
    // Without an upper platform ours is the platform, and what the firm was told stands on it.
    metBy: ['order.reported_up', { event: 'order.progressed', where: { upperNo: null } }],
  }),
  ...rule('2110.handle', 'handle', 10, 'workday', FILED, {
    when: { ...FIRM, cycle: 0 },
    metBy: [
      { event: 'order.replied', where: { outcome: 'SOLVED' } },
      'order.answered',
      'order.service_confirmed',
    ],
  }),
  ...outer('2110.handle_outer', 10, 'workday', FIRM),
];

/** 1235: the article does not say which days; workdays by default, '1235days' for calendar days. */
function p1235(prefix: string, unit: 'day' | 'workday'): ClockPolicyRow[] {
  const row = (key: string, amount: number, when: ClockWhen) =>
    rule(`${prefix}.${key}`, 'handle', amount, unit, FILED, {
      when: { ...when, cycle: 0 },
      metBy: TOLD,
      ...(amount === 0 ? { sameDayCutoff: '17:30' } : {}),
    });
  return [
    ...row('ask_complex', 2, { requestType: ASKING, complexity: 'COMPLEX' }),
    ...row('ask', 0, { requestType: ASKING }),
    ...row('complex', 5, { complexity: 'COMPLEX' }),
    ...row('other', 3, {}),
  ];
}

/** The practices of cities and streets as rows; model numbers, marked where a source leaves them open. */
export const PRESETS = {
  '2110': p2110,
  '2h2wd': [...handle('2h2wd.urgent', 2, 'hour', { urgency: 'L1' }), ...handle('2h2wd.normal', 2, 'workday')],
  '1235': p1235('1235', 'workday'),
  '1235days': p1235('1235days', 'day'),
  beijing: [
    ...handle('beijing.l1', 2, 'hour', { urgency: 'L1' }),
    ...handle('beijing.l2', 24, 'hour', { urgency: 'L2' }),
    ...handle('beijing.l3', 7, 'day', { urgency: 'L3' }),
    ...handle('beijing.l4', 15, 'day', { urgency: 'L4' }),
    ...outer('beijing.l3_outer', 7, 'day', { urgency: 'L3' }),
    ...outer('beijing.l4_outer', 15, 'day', { urgency: 'L4' }),
  ],
  shandong: [
    ...rule('shandong.return_window', 'return_window', 2, 'workday', ['order.dispatched'], {
      metBy: [],
      lights: NO_LIGHTS,
    }),
    ...handle('shandong.handle', 5, 'workday'),
  ],
  lvliang: [
    ...rule('lvliang.return_window', 'return_window', 1, 'workday', ['order.dispatched'], {
      metBy: [],
      lights: NO_LIGHTS,
    }),
    ...rule('lvliang.contact_urgent', 'contact', 30, 'minute', TO_UNIT, {
      when: { urgency: 'L1' },
      metBy: [{ event: 'order.contacted', where: { reached: true } }],
    }),
    ...handle('lvliang.consult', 3, 'workday', { requestType: 'CONSULT' }),
    ...handle('lvliang.handle', 5, 'workday'),
  ],
  daninglu: [
    ...rework('daninglu.rework', 3, 'workday'),
    ...handle('daninglu.complex', 15, 'workday', { complexity: 'COMPLEX' }),
    ...handle('daninglu.ask', 1, 'workday', { requestType: ASKING }),
    ...handle('daninglu.help', 5, 'workday', { requestType: ['HELP', 'COMPLAINT'] }),
    ...outer('daninglu.complex_outer', 15, 'workday', { complexity: 'COMPLEX' }),
  ],
  xiayang: [
    ...rule('xiayang.contact', 'contact', 1, 'workday', TO_UNIT, {
      metBy: [{ event: 'order.contacted', where: { reached: true } }],
    }),
    ...rework('xiayang.rework', 3, 'workday'),
    ...handle('xiayang.handle', 5, 'workday'),
  ],
  base,
} satisfies Record<string, ClockPolicyRow[]>;

export type PresetName = keyof typeof PRESETS;

/** The rows of the named presets in that order; `base` always comes last, named or not. */
export function presetRows(...names: PresetName[]): ClockPolicyRow[] {
  const chosen = [...new Set(names)].filter((name) => name !== 'base');
  return [...chosen, 'base' as const].flatMap((name): ClockPolicyRow[] => PRESETS[name]);
}
