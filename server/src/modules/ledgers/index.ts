// What triggers and problems build on: entries are written by the one writer, in the transaction they are told in.
export { AgendaRounds } from './agenda-rounds';
export { type Acting, type ItemFollower, LedgerWriter } from './ledger-writer';
export { LedgersStore, openKeyOf } from './ledgers.store';
