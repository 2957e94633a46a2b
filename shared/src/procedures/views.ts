import type { PhotoView } from '../orders/views.ts';
import type { Day, Instant } from '../time.ts';

/** What somebody still owes in a procedure, as a list shows it. */
export interface ProcedureTaskView {
  id: string;
  role: string;
  label: string;
  unitId: string;
  unitName: string;
  state: 'OPEN' | 'DONE' | 'RELEASED';
}

/** One step that was taken. */
export interface ProcedureEntry {
  seq: number;
  at: Instant;
  step: string;
  did: string;
  who: string;
  /** What was written, with the label of its field. */
  notes: { label: string; text: string }[];
  /** Coded answers as words. */
  answers: { label: string; text: string }[];
  photos: PhotoView[];
}

export interface ProcedurePromise {
  label: string;
  dueAt: Instant | null;
  dueDay: Day | null;
  dueText: string;
  late: boolean;
  isLive: boolean;
  proof: string[];
}

/** A procedure as staff read it; `allowed` are the steps this reader may take now. */
export interface ProcedureView {
  id: string;
  kind: string;
  label: string;
  version: number;
  stage: string;
  stageLabel: string;
  outcome: string | null;
  openedAt: Instant;
  openedBy: string;
  endedAt: Instant | null;
  orders: { id: string; orderNo: string; title: string }[];
  tasks: ProcedureTaskView[];
  promises: ProcedurePromise[];
  history: ProcedureEntry[];
  allowed: string[];
}

/** One line of the inbox of procedures: a task my unit owes. */
export interface ProcedureTaskLine {
  taskId: string;
  procedureId: string;
  kind: string;
  label: string;
  taskLabel: string;
  stageLabel: string;
  unitName: string;
  orderId: string | null;
  orderNo: string | null;
  title: string;
  dueAt: Instant | null;
  dueText: string;
  late: boolean;
}

/** GET /api/procedures/figures/:kind — what came of procedures of one kind opened in a period. */
export interface ProcedureFigures {
  kind: string;
  label: string;
  /** First and last day, both included. */
  fromDay: string;
  toDay: string;
  opened: number;
  ended: number;
  /** How many ended how, by outcome code. */
  outcomes: Record<string, number>;
  /** Promises that were kept or kept late. */
  promises: { milestone: string; label: string; met: number; late: number }[];
  /** Orders it hung on that were rated in the end, and those of them without an unhappy answer. */
  rated: number;
  satisfied: number;
}
