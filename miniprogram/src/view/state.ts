import type { State, VoiceState } from '@yihu/shared';

/** The five colours of a tag; each tag also says its state in words. */
export type StateTone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

/** Words a resident understands; staff read the short state names of the contract. */
export const RESIDENT_STATES: Readonly<Record<State, { text: string; tone: StateTone }>> = {
  SUBMITTED: { text: '已收到', tone: 'info' },
  NEED_INFO: { text: '需要您补充', tone: 'warn' },
  DECLINED: { text: '不属于本街道', tone: 'neutral' },
  ACCEPTED: { text: '已受理', tone: 'info' },
  DISPATCHED: { text: '已派单', tone: 'info' },
  IN_PROGRESS: { text: '正在处理', tone: 'info' },
  REPLIED: { text: '正在核对结果', tone: 'info' },
  TO_VISIT: { text: '请您看看结果', tone: 'good' },
  SUSPENDED: { text: '延后办理', tone: 'warn' },
  CLOSED: { text: '已办结', tone: 'neutral' },
  MERGED: { text: '已并入另一件', tone: 'neutral' },
  WITHDRAWN: { text: '已撤回', tone: 'neutral' },
  ARCHIVED: { text: '已归档', tone: 'neutral' },
};

/** What a resident's due time is for; null where the clock is the office's own affair. */
export function residentDueLabel(state: State): string | null {
  if (state === 'TO_VISIT' || state === 'CLOSED') return null;
  if (state === 'SUSPENDED') return '告诉您进展';
  return state === 'NEED_INFO' ? '请补充' : '答复您';
}

export const STAFF_TONES: Readonly<Record<State, StateTone>> = {
  SUBMITTED: 'warn',
  NEED_INFO: 'warn',
  DECLINED: 'neutral',
  ACCEPTED: 'warn',
  DISPATCHED: 'warn',
  IN_PROGRESS: 'info',
  REPLIED: 'info',
  TO_VISIT: 'good',
  SUSPENDED: 'warn',
  CLOSED: 'neutral',
  MERGED: 'neutral',
  WITHDRAWN: 'neutral',
  ARCHIVED: 'neutral',
};

/** A recording that nobody has written down yet. */
export function isUnwritten(voice: VoiceState | null | undefined): voice is 'ONLY' | 'BESIDE' {
  return voice === 'ONLY' || voice === 'BESIDE';
}
