import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { OrdersModule } from '../orders/orders.module';
import { DeskController } from './desk.controller';
import { DraftsService } from './drafts.service';
import { DraftsStore } from './drafts.store';
import { FiltersService } from './filters.service';
import { TemplatesService } from './templates.service';

@Module({
  imports: [DirectoryModule, OrdersModule],
  controllers: [DeskController],
  providers: [DraftsService, DraftsStore, FiltersService, TemplatesService],
})
export class DeskModule {}
