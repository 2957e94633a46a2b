import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { OrdersModule } from '../orders/orders.module';
import { PoliciesModule } from '../policies/policies.module';
import { ProceduresModule } from '../procedures/procedures.module';
import { FiguresModule } from './figures.module';
import { PeopleStats } from './people.service';
import { QualityController } from './quality.controller';
import { QualityQuery } from './quality.query';
import { QualityService } from './quality.service';
import { QualityCalls } from './quality-calls.service';
import { QualityCallsStore } from './quality-calls.store';
import { QualityOrders } from './quality-orders.service';
import { SuggestionService } from './suggestion.service';

@Module({
  imports: [DirectoryModule, FiguresModule, OrdersModule, PoliciesModule, ProceduresModule],
  controllers: [QualityController],
  providers: [
    PeopleStats,
    QualityCalls,
    QualityCallsStore,
    QualityOrders,
    QualityQuery,
    QualityService,
    SuggestionService,
  ],
})
export class QualityModule {}
