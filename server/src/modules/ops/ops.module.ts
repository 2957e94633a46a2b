import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/attachments.module';
import { FiguresModule } from '../figures/figures.module';
import { OrdersModule } from '../orders/orders.module';
import { RetentionModule } from '../retention/retention.module';
import { TalliesModule } from '../tallies/tallies.module';
import { InvariantsService } from './invariants.service';
import { NightlyService } from './nightly.service';
import { OpsValues } from './ops-values.service';
import { PhotoCheck } from './photo-check.service';

@Module({
  imports: [AttachmentsModule, FiguresModule, OrdersModule, RetentionModule, TalliesModule],
  providers: [InvariantsService, NightlyService, OpsValues, PhotoCheck],
  exports: [InvariantsService, NightlyService, OpsValues, PhotoCheck],
})
export class OpsModule {}
