import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module';
import { TalliesQuery } from './tallies.query';
import { TalliesStore } from './tallies.store';
import { TallyCheck } from './tally-check.service';
import { TallyFollower } from './tally-follower';
import { TallyKeeper } from './tally-keeper.service';

@Module({
  imports: [OrdersModule],
  providers: [TalliesQuery, TalliesStore, TallyCheck, TallyFollower, TallyKeeper],
  exports: [TalliesQuery, TallyCheck, TallyKeeper],
})
export class TalliesModule {}
