import type { Instant } from './time.ts';

/** WATCH: the one person who keeps an eye on the inbox (M65). DUTY: whoever is to be reached at the unit (M80). */
export const DUTY_ROLES = { WATCH: '盯守', DUTY: '值班' } as const;
export type DutyRole = keyof typeof DUTY_ROLES;

/** When a shift lies: told of each, so that nights and holidays can be seen to be covered. */
export const DUTY_PARTS = { WORKDAY: '工作时间', NIGHT: '夜间', HOLIDAY: '节假日' } as const;
export type DutyPart = keyof typeof DUTY_PARTS;

/** What one person is to be on for; `endsAt` is not part of it any more. */
export interface ShiftBody {
  role: DutyRole;
  personId: string;
  startsAt: Instant;
  endsAt: Instant;
}

export interface RosterBody {
  unitId: string;
  shifts: ShiftBody[];
}

export interface DutyShiftView extends ShiftBody {
  id: string;
  unitId: string;
  unitName: string;
  roleLabel: string;
  personName: string;
  part: DutyPart;
  /** When the person on watch last opened the inbox; null: not yet, or nobody asks (DUTY). */
  seenAt: Instant | null;
  isNow: boolean;
}

export interface RosterView {
  items: DutyShiftView[];
  /** Spans of the period in which nobody keeps watch; the office's alone, empty for other units. */
  gaps: { from: Instant; to: Instant }[];
  /** Whether the asking person may change it. */
  mayChange: boolean;
}

/** The person on watch has not opened the inbox for that long: the alarm goes off a moment later. */
export const IDLE_WATCH_DEFAULTS = { within: 15, unit: 'minute' } as const;
