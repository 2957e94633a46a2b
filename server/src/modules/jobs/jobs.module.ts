import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/attachments.module';
import { DutyModule } from '../duty/duty.module';
import { FiguresModule } from '../figures/figures.module';
import { ModerationModule } from '../moderation/moderation.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { OpsModule } from '../ops/ops.module';
import { OrderIndexModule } from '../order-index/order-index.module';
import { OrdersModule } from '../orders/orders.module';
import { ProceduresModule } from '../procedures/procedures.module';
import { TalliesModule } from '../tallies/tallies.module';
import { TriggersModule } from '../triggers/triggers.module';
import { JobsService } from './jobs.service';

@Module({
  imports: [
    AttachmentsModule,
    DutyModule,
    FiguresModule,
    ModerationModule,
    NotificationsModule,
    OpsModule,
    OrderIndexModule,
    OrdersModule,
    ProceduresModule,
    TalliesModule,
    TriggersModule,
  ],
  providers: [JobsService],
})
export class JobsModule {}
