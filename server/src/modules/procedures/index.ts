// What triggers and ledgers build on: procedures are opened by the one writer; ledgers say how something is entered.
export { type ItemAsked, LedgerDoor } from './ledger-door';
export { ProcedureHomes } from './procedure-homes';
export { ProcedureMembers } from './procedure-members';
export { ProcedureWriter } from './procedure-writer';
export { ProceduresStore } from './procedures.store';
export type { StepCommand } from './step-command';
