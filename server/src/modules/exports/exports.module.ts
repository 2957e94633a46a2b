import { Module } from '@nestjs/common';
import { FiguresModule } from '../figures/figures.module';
import { LedgersModule } from '../ledgers/ledgers.module';
import { VisitsModule } from '../visits/visits.module';
import { WorklistModule } from '../worklist/worklist.module';
import { ExportTables } from './export-tables.service';
import { ExportsController } from './exports.controller';
import { ExportsService } from './exports.service';

/** Lists, tables of figures and reports as files. */
@Module({
  imports: [FiguresModule, LedgersModule, VisitsModule, WorklistModule],
  controllers: [ExportsController],
  providers: [ExportsService, ExportTables],
})
export class ExportsModule {}
