import { Module } from '@nestjs/common';
import { ClocksModule } from '../clocks/clocks.module';
import { DirectoryModule } from '../directory/directory.module';
import { LedgersModule } from '../ledgers/ledgers.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { OrdersModule } from '../orders/orders.module';
import { ProceduresModule } from '../procedures/procedures.module';
import { LadderSweep } from './ladder-sweep';
import { LookbackSweep } from './lookback-sweep';
import { TriggerCounts } from './trigger-counts';
import { TriggerEffects } from './trigger-effects';
import { TriggerMarks } from './trigger-marks';
import { TriggersService } from './triggers.service';
import { TriggersSweep } from './triggers-sweep.service';

@Module({
  imports: [
    ClocksModule,
    DirectoryModule,
    LedgersModule,
    NotificationsModule,
    OrdersModule,
    ProceduresModule,
  ],
  providers: [
    LadderSweep,
    LookbackSweep,
    TriggerCounts,
    TriggerEffects,
    TriggerMarks,
    TriggersService,
    TriggersSweep,
  ],
  exports: [TriggersSweep],
})
export class TriggersModule {}
