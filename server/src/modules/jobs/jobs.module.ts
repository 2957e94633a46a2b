import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/attachments.module';
import { OpsModule } from '../ops/ops.module';
import { OrdersModule } from '../orders/orders.module';
import { JobsService } from './jobs.service';

@Module({ imports: [AttachmentsModule, OpsModule, OrdersModule], providers: [JobsService] })
export class JobsModule {}
