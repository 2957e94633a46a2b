import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/attachments.module';
import { ClocksModule } from '../clocks/clocks.module';
import { DirectoryModule } from '../directory/directory.module';
import { DutyModule } from '../duty/duty.module';
import { OrderIndexModule } from '../order-index/order-index.module';
import { OrdersModule } from '../orders/orders.module';
import { ContextQuery } from './context.query';
import { CountsQuery } from './counts.query';
import { FoundQuery } from './found.query';
import { ListQuery } from './list.query';
import { ListService } from './list.service';
import { ListViews } from './list-views.service';
import { OrderIndexFollower } from './order-index.follower';
import { SearchService } from './search.service';
import { WordsQuery } from './words.query';
import { WorklistController } from './worklist.controller';

/** The desk's workbench: lists, counts, search, context. */
@Module({
  imports: [AttachmentsModule, ClocksModule, DirectoryModule, DutyModule, OrderIndexModule, OrdersModule],
  controllers: [WorklistController],
  providers: [
    ContextQuery,
    CountsQuery,
    FoundQuery,
    ListQuery,
    ListService,
    ListViews,
    OrderIndexFollower,
    SearchService,
    WordsQuery,
  ],
  exports: [ListService],
})
export class WorklistModule {}
