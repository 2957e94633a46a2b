import {
  type Calendar,
  type ClockUnit,
  DAY_MS,
  type Day,
  DUE_LIGHT,
  dayStart,
  defaultLights,
  formatDue,
  type Instant,
  isLate,
  type LightLevel,
  type LightRule,
  lightsOf,
  nextLightAt,
  type ProcedureKind,
  type ProofLine,
  promise,
  type RunFacts,
  type StageClock,
  toInstant,
  toMillis,
} from '@yihu/shared';

/** A promise of a procedure, as stored in `clock`. */
export interface RunClock {
  id: string;
  runId: string;
  rootId: string;
  milestone: string;
  state: 'RUNNING' | 'MET' | 'CANCELLED' | 'AWAITING_CALENDAR';
  startedAt: Instant;
  amount: number;
  unit: ClockUnit;
  dueAt: Instant | null;
  dueDay: Day | null;
  awaitingYear: number | null;
  rev: number;
  metAt: Instant | null;
  metSeq: number | null;
  late: boolean;
  nextLightAt: Instant | null;
  fired: LightLevel | null;
  lights: LightRule;
  proof: ProofLine[];
}

export interface RunClockRules {
  calendar: Calendar;
  newId: () => string;
  /** When cards of supervision are given. */
  cards: LightRule;
  /** A tenant's own amounts by milestone. */
  amounts: Readonly<Record<string, { amount: number; unit: ClockUnit }>>;
  /** When the home order's inner limit ends, for what must end before it. */
  innerDue: { dueAt: Instant; dueDay: Day } | null;
}

interface Move {
  kind: ProcedureKind;
  run: RunFacts;
  /** Stage before; null at the opening. */
  from: string | null;
  at: Instant;
  seq: number;
}

const runsAt = (clock: StageClock, stage: string | null) => stage !== null && clock.stages.includes(stage);

/**
 * The procedure's promises after it moved on: those of stages it left are met (cancelled when it ended without
 * them being answered by anybody), those of stages it entered start. Pure; answers every row.
 */
export function moveRunClocks(before: readonly RunClock[], move: Move, rules: RunClockRules): RunClock[] {
  const { kind, run, from, at, seq } = move;
  const rows = before.map((row): RunClock => {
    const spec = kind.clocks?.find((clock) => clock.milestone === row.milestone);
    const isLive = row.state === 'RUNNING' || row.state === 'AWAITING_CALENDAR';
    if (!isLive || spec === undefined || (runsAt(spec, run.stage) && run.endedAt === null)) return row;
    return { ...row, state: 'MET', metAt: at, metSeq: seq, late: isLate(row.dueAt, at), nextLightAt: null };
  });
  for (const spec of kind.clocks ?? []) {
    const goesOn = runsAt(spec, from) && !isAnotherDay(spec, run, before);
    if (run.endedAt !== null || !runsAt(spec, run.stage) || goesOn) continue;
    if (spec.when?.(run.values) === false) continue;
    const at0 = rows.findIndex((row) => row.milestone === spec.milestone);
    const fresh = started(spec, move, rules);
    const old = rows[at0];
    if (old === undefined) rows.push(fresh);
    else rows[at0] = { ...fresh, id: old.id, rev: old.rev + 1, proof: [...old.proof, ...fresh.proof] };
  }
  return rows;
}

/** Another day was agreed on meanwhile: what runs until a day runs until that one. */
function isAnotherDay({ due, milestone }: StageClock, run: RunFacts, before: readonly RunClock[]): boolean {
  if (!('dayField' in due)) return false;
  const row = before.find((clock) => clock.milestone === milestone);
  return row !== undefined && row.dueDay !== run.values[due.dayField];
}

function started(spec: StageClock, { run, at }: Move, rules: RunClockRules): RunClock {
  const own = rules.amounts[spec.milestone];
  const due = 'dayField' in spec.due ? untilDay(String(run.values[spec.due.dayField] ?? ''), at) : null;
  const amount = own?.amount ?? ('amount' in spec.due ? spec.due.amount : 0);
  const unit = own?.unit ?? ('unit' in spec.due ? spec.due.unit : 'day');
  const promised = due ?? promise(at, amount, unit, rules.calendar, { anchorLabel: spec.label });
  const isCut =
    spec.within !== undefined &&
    rules.innerDue !== null &&
    promised.dueAt !== null &&
    promised.dueAt > rules.innerDue.dueAt;
  const end = isCut && rules.innerDue !== null ? rules.innerDue : promised;
  const cutLine: ProofLine[] =
    isCut && rules.innerDue !== null
      ? [
          {
            at,
            rule: 'within.handle',
            text: `不晚于主办时限 ${formatDue(rules.innerDue)}`,
            new: rules.innerDue.dueAt,
          },
        ]
      : [];
  const proof = [...promised.proof, ...cutLine];
  const waits = spec.atDue === undefined ? defaultLights(unit) : DUE_LIGHT;
  const lights = spec.cards === true ? rules.cards : waits;
  const row: RunClock = {
    id: rules.newId(),
    runId: run.id,
    rootId: run.rootId,
    milestone: spec.milestone,
    state: promised.awaitingCalendar === null ? 'RUNNING' : 'AWAITING_CALENDAR',
    startedAt: at,
    amount,
    unit,
    dueAt: end.dueAt,
    dueDay: end.dueDay,
    awaitingYear: promised.awaitingCalendar,
    rev: 0,
    metAt: null,
    metSeq: null,
    late: false,
    nextLightAt: null,
    fired: null,
    lights,
    proof,
  };
  return relit(row, rules.calendar);
}

/** To the end of a day that was chosen. */
function untilDay(day: Day, at: Instant) {
  const dueAt = toInstant(toMillis(dayStart(day)) + DAY_MS);
  const text = `约定到 ${formatDue({ dueAt, dueDay: day })}`;
  return {
    dueAt,
    dueDay: day,
    awaitingCalendar: null,
    proof: [{ at, rule: 'until.day', text, new: dueAt } as ProofLine],
  };
}

/** Arms the lights of a row that was started or moved. */
export function relit(row: RunClock, calendar: Calendar): RunClock {
  if (row.state !== 'RUNNING') return { ...row, nextLightAt: null };
  const lights = lightsOf(row, calendar);
  return { ...row, nextLightAt: nextLightAt(lights, row.fired) };
}
