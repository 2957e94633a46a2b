import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { ModerationModule } from '../moderation/moderation.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { OrdersModule } from '../orders/orders.module';
import { TalliesModule } from '../tallies/tallies.module';
import { BehindQuery } from './behind.query';
import { BehindFigures } from './behind.service';
import { DailySweep } from './daily-sweep.service';
import { DeskFiguresController } from './desk-figures.controller';
import { FiguresController } from './figures.controller';
import { FiguresQuery } from './figures.query';
import { FiguresService } from './figures.service';
import { FoldedFigures } from './folded.service';
import { HeatService } from './heat.service';
import { DueFollower } from './kept/due-follower';
import { FigureSource } from './kept/figure-source.service';
import { FigureKeeper } from './kept/keeper.service';
import { KeptFigures } from './kept/kept.query';
import { KeptStore } from './kept/kept.store';
import { KeptCheck } from './kept/kept-check.service';
import { Reckoner } from './kept/reckoner.service';
import { RepeatsQuery } from './kept/repeats.query';
import { MorningStore } from './morning.store';
import { MorningPageService } from './morning-page.service';
import { PressureQuery } from './pressure.query';
import { PressureService } from './pressure.service';
import { ReportDesk } from './report-desk.service';
import { EditionsController } from './report-editions.controller';
import { ReportEditionsStore } from './report-editions.store';
import { ReportNews } from './report-news.service';
import { ReportReaders } from './report-readers.service';
import { ReportSchedule } from './report-schedule.service';
import { ReportViews } from './report-views.service';
import { ReportWriter } from './report-writer.service';
import { ReportsController } from './reports.controller';
import { ReportsService } from './reports.service';
import { ReportsStore } from './reports.store';
import { UnitsService } from './units.service';
import { VerdictsService } from './verdicts.service';
import { VerdictsStore } from './verdicts.store';
import { VolumeService } from './volume.service';

@Module({
  imports: [DirectoryModule, ModerationModule, NotificationsModule, OrdersModule, TalliesModule],
  controllers: [FiguresController, DeskFiguresController, ReportsController, EditionsController],
  providers: [
    BehindFigures,
    BehindQuery,
    DailySweep,
    DueFollower,
    FigureKeeper,
    FigureSource,
    FiguresQuery,
    FiguresService,
    FoldedFigures,
    HeatService,
    KeptCheck,
    KeptFigures,
    KeptStore,
    MorningPageService,
    MorningStore,
    PressureQuery,
    PressureService,
    Reckoner,
    RepeatsQuery,
    ReportDesk,
    ReportEditionsStore,
    ReportNews,
    ReportReaders,
    ReportSchedule,
    ReportsService,
    ReportsStore,
    ReportViews,
    ReportWriter,
    UnitsService,
    VerdictsService,
    VerdictsStore,
    VolumeService,
  ],
  exports: [
    DailySweep,
    HeatService,
    ReportViews,
    UnitsService,
    VolumeService,
    FiguresQuery,
    FigureKeeper,
    KeptCheck,
    ReportsService,
    FiguresService,
    VerdictsService,
  ],
})
export class FiguresModule {}
