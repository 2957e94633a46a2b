import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module';
import { BulkController } from './bulk.controller';
import { BulkService } from './bulk.service';
import { BulkStore } from './bulk.store';
import { BulkRunner } from './bulk-runner.service';

@Module({
  imports: [OrdersModule],
  controllers: [BulkController],
  providers: [BulkRunner, BulkService, BulkStore],
})
export class BulkModule {}
