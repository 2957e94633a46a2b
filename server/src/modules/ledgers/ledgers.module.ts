import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { OrdersModule } from '../orders/orders.module';
import { LedgerWriter } from './ledger-writer';
import { LedgersController } from './ledgers.controller';
import { LedgersService } from './ledgers.service';
import { LedgersStore } from './ledgers.store';

@Module({
  imports: [DirectoryModule, OrdersModule],
  controllers: [LedgersController],
  providers: [LedgerWriter, LedgersService, LedgersStore],
  exports: [LedgerWriter, LedgersService, LedgersStore],
})
export class LedgersModule {}
