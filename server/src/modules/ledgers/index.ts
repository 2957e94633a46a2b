// What triggers and problems build on: entries are written by the one writer, in the transaction they are told in.
export { AgendaRounds } from './agenda-rounds';
export type { Acting, ItemFollower } from './entry-commands';
export { LedgerWriter } from './ledger-writer';
export { LedgersStore, openKeyOf } from './ledgers.store';
