export { type NewJob, Outbox } from './outbox';
export { OutboxEntity } from './outbox.entity';
export { OutboxModule } from './outbox.module';
export { OutboxWorker } from './outbox.worker';
export type { OutboxHandler, OutboxJob, Outcome, Payload } from './outbox-job';
