import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { Env } from './config/env';
import { AccountsModule } from './modules/accounts/accounts.module';
import { AttachmentsModule } from './modules/attachments/attachments.module';
import { AuditModule } from './modules/audit/audit.module';
import { BindingsModule } from './modules/bindings/bindings.module';
import { BulkModule } from './modules/bulk/bulk.module';
import { DeskModule } from './modules/desk/desk.module';
import { DirectoryModule } from './modules/directory/directory.module';
import { DutyModule } from './modules/duty/duty.module';
import { ExportsModule } from './modules/exports/exports.module';
import { FiguresModule } from './modules/figures/figures.module';
import { QualityModule } from './modules/figures/quality.module';
import { GeoModule } from './modules/geo/geo.module';
import { HealthModule } from './modules/health/health.module';
import { IntakeModule } from './modules/intake/intake.module';
import { JobsModule } from './modules/jobs/jobs.module';
import { LedgersModule } from './modules/ledgers/ledgers.module';
import { LiveModule } from './modules/live/live.module';
import { MetricsModule } from './modules/metrics/metrics.module';
import { ModerationModule } from './modules/moderation/moderation.module';
import { NotificationsModule } from './modules/notifications/notifications.module';
import { OrdersModule } from './modules/orders/orders.module';
import { PoliciesModule } from './modules/policies/policies.module';
import { PrivacyModule } from './modules/privacy/privacy.module';
import { ProblemsModule } from './modules/problems/problems.module';
import { ProceduresModule } from './modules/procedures/procedures.module';
import { RetentionModule } from './modules/retention/retention.module';
import { SimulationModule } from './modules/simulation/simulation.module';
import { StickersModule } from './modules/stickers/stickers.module';
import { TriggersModule } from './modules/triggers/triggers.module';
import { UpperModule } from './modules/upper/upper.module';
import { VisitsModule } from './modules/visits/visits.module';
import { WechatModule } from './modules/wechat/wechat.module';
import { WorklistModule } from './modules/worklist/worklist.module';
import { AuthGuard } from './platform/auth/auth.guard';
import { Clock, SystemClock } from './platform/clock';
import { CryptoModule } from './platform/crypto';
import { DbModule } from './platform/db/db.module';
import { FeedModule } from './platform/feed';
import { ErrorFilter } from './platform/http/error.filter';
import { Logger } from './platform/logger';
import { OutboxModule } from './platform/outbox';
import { LimitedGuard, RateLimitModule } from './platform/rate-limit';
import { SCHEMA } from './schema';

/** What everything stands on: configuration, the clock, the log. */
@Global()
@Module({})
class FoundationModule {
  static register(env: Env, clock: Clock): DynamicModule {
    return {
      module: FoundationModule,
      providers: [{ provide: Env, useValue: env }, { provide: Clock, useValue: clock }, Logger],
      exports: [Env, Clock, Logger],
    };
  }
}

@Module({})
export class AppModule {
  /** `clock` is given by tests and replays; the product runs on the system's. */
  static register(env: Env, clock: Clock = new SystemClock(env.clockOffsetMs)): DynamicModule {
    return {
      module: AppModule,
      imports: [
        FoundationModule.register(env, clock),
        DbModule.register(SCHEMA),
        CryptoModule,
        RateLimitModule,
        OutboxModule,
        FeedModule,
        AuditModule,
        PoliciesModule,
        DirectoryModule,
        WechatModule,
        WorklistModule,
        AccountsModule,
        AttachmentsModule,
        NotificationsModule,
        OrdersModule,
        ProceduresModule,
        VisitsModule,
        LedgersModule,
        IntakeModule,
        UpperModule,
        DutyModule,
        GeoModule,
        FiguresModule,
        ExportsModule,
        QualityModule,
        ProblemsModule,
        TriggersModule,
        BindingsModule,
        ModerationModule,
        StickersModule,
        HealthModule,
        RetentionModule,
        SimulationModule,
        PrivacyModule,
        LiveModule,
        DeskModule,
        BulkModule,
        JobsModule,
        MetricsModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_GUARD, useClass: LimitedGuard },
        { provide: APP_FILTER, useClass: ErrorFilter },
      ],
    };
  }
}
