import type { ProcedureKind } from '../model.ts';
import { appeal } from './appeal.ts';
import { call } from './call.ts';
import { cohandle } from './cohandle.ts';
import { consultation } from './consultation.ts';
import { deputy } from './deputy.ts';
import { charge, directive } from './directive.ts';
import { exclusion } from './exclusion.ts';
import { extension } from './extension.ts';
import { finalreply } from './finalreply.ts';
import { follow } from './follow.ts';
import { handover } from './handover.ts';
import { instruction } from './instruction.ts';
import { lookback } from './lookback.ts';
import { mediation } from './mediation.ts';
import { mediationFit } from './mediation-fit.ts';
import { officer } from './officer.ts';
import { patrol } from './patrol.ts';
import { presurvey } from './presurvey.ts';
import { raise } from './raise.ts';
import { returnKind } from './return.ts';
import { scoreAppeal } from './score-appeal.ts';
import { supervision } from './supervision.ts';
import { suspension } from './suspension.ts';
import { sweep } from './sweep.ts';
import { taskforce } from './taskforce.ts';
import { taskforceFit } from './taskforce-fit.ts';
import { visit } from './visit.ts';
import { whistle } from './whistle.ts';

const KINDS = {
  return: returnKind,
  handover,
  follow,
  officer,
  extension,
  suspension,
  exclusion,
  presurvey,
  finalreply,
  instruction,
  mediation,
  mediationFit,
  cohandle,
  consultation,
  whistle,
  supervision,
  taskforce,
  taskforceFit,
  deputy,
  raise,
  visit,
  call,
  appeal,
  lookback,
  patrol,
  sweep,
  directive,
  charge,
  scoreAppeal,
} as const satisfies Record<string, ProcedureKind>;

export type ProcedureName = keyof typeof KINDS;

/** Every procedure there is. A new one is a file beside these and a line here. */
export const PROCEDURES: Readonly<Record<string, ProcedureKind>> = KINDS;

export function isProcedure(name: string): name is ProcedureName {
  return Object.hasOwn(KINDS, name);
}

/** The kind of that name; throws when there is none. */
export function procedureKind(name: string): ProcedureKind {
  const kind = PROCEDURES[name];
  if (kind === undefined) throw new Error(`no procedure ${name}`);
  return kind;
}
