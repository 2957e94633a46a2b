import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { EnterprisesModule } from '../enterprises/enterprises.module';
import { LedgersModule } from '../ledgers/ledgers.module';
import { OrdersModule } from '../orders/orders.module';
import { ProceduresModule } from '../procedures/procedures.module';
import { CallersService } from './callers.service';
import { EarlierOrdersQuery } from './earlier-orders.query';
import { FirmsService } from './firms.service';
import { IntakeController } from './intake.controller';
import { IntakeCheckService } from './intake-check.service';
import { LinesQuery } from './lines.query';
import { LinesService } from './lines.service';
import { MeetingsService } from './meetings.service';
import { Officers } from './officers.service';
import { PlacesQuery } from './places.query';
import { PlacesService } from './places.service';
import { RegistersController } from './registers.controller';

@Module({
  imports: [DirectoryModule, EnterprisesModule, LedgersModule, OrdersModule, ProceduresModule],
  controllers: [IntakeController, RegistersController],
  providers: [
    CallersService,
    EarlierOrdersQuery,
    FirmsService,
    IntakeCheckService,
    LinesQuery,
    LinesService,
    MeetingsService,
    Officers,
    PlacesQuery,
    PlacesService,
  ],
})
export class IntakeModule {}
