import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { OrdersModule } from '../orders/orders.module';
import { DailySweep } from './daily-sweep.service';
import { FiguresController } from './figures.controller';
import { FiguresQuery } from './figures.query';
import { FiguresService } from './figures.service';
import { VerdictsService } from './verdicts.service';
import { VerdictsStore } from './verdicts.store';

@Module({
  imports: [DirectoryModule, NotificationsModule, OrdersModule],
  controllers: [FiguresController],
  providers: [DailySweep, FiguresQuery, FiguresService, VerdictsService, VerdictsStore],
  exports: [DailySweep, FiguresService, VerdictsService],
})
export class FiguresModule {}
