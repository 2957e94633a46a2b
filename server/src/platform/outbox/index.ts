export { type NewJob, Outbox } from './outbox';
export { OutboxEntity } from './outbox.entity';
export { OutboxModule } from './outbox.module';
export { OutboxWorker } from './outbox.worker';
export { type OutboxHandler, type OutboxJob, type Outcome, type Payload, retryTime } from './outbox-job';
