import {
  addMinutes,
  dayOf,
  type Field,
  type FormValues,
  type Instant,
  procedureKind,
  type VisitLine,
} from '@yihu/shared';

const DAY_MINUTES = 24 * 60;

/** What a call can come to, by the key that says so: the step it is, and what the form begins with. */
export interface CallOutcome {
  key: string;
  label: string;
  step: 'answer' | 'tried' | 'giveUp';
  /** Coded answers; the clerk changes what was said otherwise. */
  answers: FormValues;
}

export const CALL_OUTCOMES: readonly CallOutcome[] = [
  {
    key: '1',
    label: '解决了,满意',
    step: 'answer',
    answers: {
      solved: 'YES',
      process: 'SATISFIED',
      result: 'SATISFIED',
      contacted: 'YES',
      truthful: 'TRUE',
      afterwards: 'CLOSE',
    },
  },
  {
    key: '2',
    label: '部分解决',
    step: 'answer',
    answers: {
      solved: 'PARTLY',
      process: 'SATISFIED',
      result: 'BASICALLY',
      contacted: 'YES',
      truthful: 'PARTLY',
      afterwards: 'CLOSE',
    },
  },
  {
    key: '3',
    label: '没解决,发回重办',
    step: 'answer',
    answers: {
      solved: 'NO',
      result: 'UNSATISFIED',
      contacted: 'YES',
      truthful: 'UNTRUE',
      afterwards: 'REWORK',
    },
  },
  { key: '4', label: '没联系上', step: 'tried', answers: {} },
  { key: '5', label: '多次联系不上', step: 'giveUp', answers: {} },
];

/** The fields of a step, as its kind states them. */
export function fieldsOf(step: CallOutcome['step']): readonly Field[] {
  return procedureKind('visit').steps[step]?.fields ?? [];
}

/** What a form begins with: by telephone, and tried again on the next day. */
export function startOf({ step, answers }: CallOutcome, now: Instant): FormValues {
  const nextOn = step === 'tried' ? { nextOn: dayOf(addMinutes(now, DAY_MINUTES)) } : {};
  return { way: 'PHONE', ...nextOn, ...answers };
}

/** Whoever else stands for a one-to-one call makes it. */
export function whoMayCall(line: VisitLine, personId: string): 'ANYBODY' | 'TAKE_FIRST' | 'MINE' {
  if (line.form !== 'ONE_TO_ONE') return 'ANYBODY';
  return line.officer?.personId === personId ? 'MINE' : 'TAKE_FIRST';
}

/** Those to be called on a later day go behind those that can be called now; each part keeps its order. */
export function dueFirst(lines: readonly VisitLine[], now: Instant): VisitLine[] {
  const today = dayOf(now);
  const isLater = ({ nextOn }: VisitLine) => nextOn !== null && nextOn > today;
  return [...lines.filter((line) => !isLater(line)), ...lines.filter(isLater)];
}

/** The next of a list after a step down or up; the first when nothing was chosen. */
export function moved(ids: readonly string[], chosen: string | null, by: number): string | null {
  const at = chosen === null ? -1 : ids.indexOf(chosen);
  if (at < 0) return ids[0] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))] ?? null;
}
