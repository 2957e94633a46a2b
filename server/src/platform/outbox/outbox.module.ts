import { Global, Module } from '@nestjs/common';
import { Outbox } from './outbox';
import { OutboxController } from './outbox.controller';
import { OutboxStore } from './outbox.store';
import { OutboxWorker } from './outbox.worker';
import { OutboxAdmin } from './outbox-admin';

/** Effects that leave the server. `Clock` and `Logger` come from the application. */
@Global()
@Module({
  controllers: [OutboxController],
  providers: [Outbox, OutboxStore, OutboxWorker, OutboxAdmin],
  exports: [Outbox, OutboxWorker],
})
export class OutboxModule {}
