import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { OrdersModule } from '../orders/orders.module';
import { PoliciesModule } from '../policies/policies.module';
import { ProceduresModule } from '../procedures/procedures.module';
import { ScriptsService } from './scripts.service';
import { UnreachableQuery } from './unreachable.query';
import { VisitsController } from './visits.controller';
import { VisitsQuery } from './visits.query';

/** Who is to be called, what is said, and whom WeChat does not reach. */
@Module({
  imports: [DirectoryModule, NotificationsModule, OrdersModule, PoliciesModule, ProceduresModule],
  controllers: [VisitsController],
  providers: [ScriptsService, UnreachableQuery, VisitsQuery],
  exports: [UnreachableQuery, VisitsQuery],
})
export class VisitsModule {}
