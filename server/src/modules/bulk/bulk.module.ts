import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module';
import { ProceduresModule } from '../procedures/procedures.module';
import { BulkController } from './bulk.controller';
import { BulkService } from './bulk.service';
import { BulkStore } from './bulk.store';
import { BulkActs } from './bulk-acts.service';
import { BulkRunner } from './bulk-runner.service';

@Module({
  imports: [OrdersModule, ProceduresModule],
  controllers: [BulkController],
  providers: [BulkActs, BulkRunner, BulkService, BulkStore],
})
export class BulkModule {}
