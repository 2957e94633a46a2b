import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module';
import { UpperController } from './upper.controller';
import { UpperDesk } from './upper-desk.service';
import { UpperFiles } from './upper-file.service';
import { UpperLines } from './upper-lines';
import { UpperQueue } from './upper-queue.service';
import { UpperReportsStore } from './upper-reports.store';

@Module({
  imports: [OrdersModule],
  controllers: [UpperController],
  providers: [UpperDesk, UpperFiles, UpperLines, UpperQueue, UpperReportsStore],
})
export class UpperModule {}
