import { deadlineText, durationText } from './time.ts';

/** How a due time looks. Colour is never alone: `icon` and `text` say the same. */
export interface DueView {
  tone: 'calm' | 'plan' | 'soon' | 'urgent' | 'late' | 'kept' | 'missed';
  icon: 'clock' | 'alert' | 'check' | 'cross';
  text: string;
}

export interface DueInput {
  dueAt: string;
  /** When the time began to run; without it more than a day left is always shown as planned. */
  startedAt?: string;
  /** When the step was done, if it is done. */
  doneAt?: string;
}

const HOUR = 3_600_000;

/** Grey above half of the time, blue below, yellow in the last day, orange in the last 4 hours, red past it. */
export function dueView({ dueAt, startedAt, doneAt }: DueInput, now: string): DueView {
  const due = Date.parse(dueAt);
  if (doneAt) {
    const over = Date.parse(doneAt) - due;
    if (over > 0) return { tone: 'missed', icon: 'cross', text: `超期${durationText(over)}完成` };
    return { tone: 'kept', icon: 'check', text: '按时完成' };
  }
  const left = due - Date.parse(now);
  const until = deadlineText(dueAt, now);
  if (left < 0) return { tone: 'late', icon: 'alert', text: `已超期${durationText(left)}(${until})` };
  const text = `还剩${durationText(left)}(${until})`;
  if (left <= 4 * HOUR) return { tone: 'urgent', icon: 'alert', text };
  if (left <= 24 * HOUR) return { tone: 'soon', icon: 'clock', text };
  const whole = startedAt ? due - Date.parse(startedAt) : 0;
  return { tone: left * 2 > whole && whole > 0 ? 'calm' : 'plan', icon: 'clock', text };
}
