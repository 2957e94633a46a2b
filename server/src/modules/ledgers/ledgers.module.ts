import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { OrdersModule } from '../orders/orders.module';
import { ProceduresModule } from '../procedures/procedures.module';
import { AgendaService } from './agenda.service';
import { AgendaRounds } from './agenda-rounds';
import { EntryFollower } from './entry-follower';
import { EntryMarks } from './entry-marks';
import { LedgerEntering } from './ledger-entering';
import { LedgerStanding } from './ledger-standing';
import { LedgerWriter } from './ledger-writer';
import { LedgersController } from './ledgers.controller';
import { LedgersQuery } from './ledgers.query';
import { LedgersService } from './ledgers.service';
import { LedgersStore } from './ledgers.store';

@Module({
  imports: [DirectoryModule, OrdersModule, ProceduresModule],
  controllers: [LedgersController],
  providers: [
    AgendaRounds,
    AgendaService,
    EntryFollower,
    EntryMarks,
    LedgerEntering,
    LedgerStanding,
    LedgerWriter,
    LedgersQuery,
    LedgersService,
    LedgersStore,
  ],
  exports: [AgendaRounds, LedgersQuery, LedgerWriter, LedgersService, LedgersStore],
})
export class LedgersModule {}
