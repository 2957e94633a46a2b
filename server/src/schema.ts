import { Initial1763800000000 } from './migrations/1763800000000-initial';
import { Sessions1763810000000 } from './migrations/1763810000000-sessions';
import { RateHit1763820000000 } from './migrations/1763820000000-rate-hit';
import { AuditChain1763900000000 } from './migrations/1763900000000-audit-chain';
import { WechatWhole1763950000000 } from './migrations/1763950000000-wechat-whole';
import { ErasedContacts1764000000000 } from './migrations/1764000000000-erased-contacts';
import { VoiceAndEvidence1764010000000 } from './migrations/1764010000000-voice-and-evidence';
import { WholeLife1764050000000 } from './migrations/1764050000000-whole-life';
import { PolicyVersions1764060000000 } from './migrations/1764060000000-policy-versions';
import { Procedures1764100000000 } from './migrations/1764100000000-procedures';
import { Ledgers1764110000000 } from './migrations/1764110000000-ledgers';
import { Visits1764130000000 } from './migrations/1764130000000-visits';
import { ChannelsAndFirms1764140000000 } from './migrations/1764140000000-channels-and-firms';
import { Duty1764150000000 } from './migrations/1764150000000-duty';
import { Worklist1764160000000 } from './migrations/1764160000000-worklist';
import { DeskLive1764161000000 } from './migrations/1764161000000-desk-live';
import { GridsAndCards1764162000000 } from './migrations/1764162000000-grids-and-cards';
import { Tallies1764163000000 } from './migrations/1764163000000-tallies';
import { IntakeUnit1764164000000 } from './migrations/1764164000000-intake-unit';
import { KeptFigures1764170000000 } from './migrations/1764170000000-kept-figures';
import { IntakeCalls1764172000000 } from './migrations/1764172000000-intake-calls';
import { ReportEditions1764174000000 } from './migrations/1764174000000-report-editions';
import { CredentialEntity, RecoveryCodeEntity, SignInTryEntity } from './modules/accounts/credential.entity';
import { LoginSessionEntity, RefreshTokenEntity } from './modules/accounts/login-session.entity';
import { AttachmentEntity } from './modules/attachments/attachments.entity';
import { AuditEntity } from './modules/audit/audit.entity';
import { BulkEntity, BulkRowEntity } from './modules/bulk/bulk.entity';
import { ClockEntity } from './modules/clocks/clock.entity';
import { DeskDraftEntity, SavedFilterEntity } from './modules/desk/desk.entity';
import {
  OutlineEntity,
  PersonEntity,
  PolicyEntity,
  RoleGrantEntity,
  UnitEntity,
} from './modules/directory/directory.entity';
import { DutyShiftEntity } from './modules/duty/duty-shift.entity';
import { EnterpriseEntity } from './modules/enterprises/enterprise.entity';
import { DailyVerdictEntity } from './modules/figures/daily-verdict.entity';
import {
  FigureDueEntity,
  FigureOpenEntity,
  FigureOrderEntity,
  FigureTurnEntity,
  OrderSumEntity,
  TurnSumEntity,
} from './modules/figures/kept/kept.entity';
import { MorningPageEntity } from './modules/figures/morning-page.entity';
import { IntakeCallsEntity } from './modules/figures/quality-calls.entity';
import { ReportEditionEntity, ReportTextEntity } from './modules/figures/report-edition.entity';
import { StreetReportEntity } from './modules/figures/street-report.entity';
import { GridChangeEntity, ServiceCardEntity, UnitDetailsEntity } from './modules/geo/geo.entity';
import { LedgerItemEntity } from './modules/ledgers/ledger-item.entity';
import { PresenceEntity } from './modules/live/presence.entity';
import { ModerationCheckEntity } from './modules/moderation/moderation-check.entity';
import { NoticeEntity, SendAttemptEntity } from './modules/notifications/notice.entity';
import { SendCreditEntity, SubscriptionTapEntity } from './modules/notifications/send-credit.entity';
import { OrderMarkEntity, OrderTermEntity, OrderWordsEntity } from './modules/order-index/order-index.entity';
import {
  CounterEntity,
  EventEntity,
  EventTextEntity,
  IdemEntity,
  OrderLinkEntity,
  OrderPrivateEntity,
  TaskEntity,
  WorkOrderEntity,
} from './modules/orders/orders.entity';
import { ProcedureRunEntity } from './modules/procedures/procedures.entity';
import { StickerEntity, StickerScanEntity } from './modules/stickers/sticker.entity';
import { OrderTallyEntity, TallyEntryEntity } from './modules/tallies/tally.entity';
import { UpperReportEntity } from './modules/upper/upper-report.entity';
import { WechatAlarmEntity } from './modules/wechat/wechat-alarm.entity';
import { WechatEventEntity } from './modules/wechat/wechat-event.entity';
import type { Schema } from './platform/db/data-source';
import { SharedValueEntity } from './platform/db/shared-value.entity';
import { FeedHeadEntity, FeedItemEntity } from './platform/feed/feed.entity';
import { OutboxEntity } from './platform/outbox/outbox.entity';
import { RateHitEntity } from './platform/rate-limit/rate-hit.entity';

/** Every table of the product. Migrations make them; entities describe them, and a spec holds the two together. */
export const ENTITIES = [
  WorkOrderEntity,
  OrderPrivateEntity,
  OrderLinkEntity,
  EventEntity,
  EventTextEntity,
  TaskEntity,
  IdemEntity,
  CounterEntity,
  ClockEntity,
  ProcedureRunEntity,
  LedgerItemEntity,
  EnterpriseEntity,
  UpperReportEntity,
  AttachmentEntity,
  UnitEntity,
  OutlineEntity,
  PersonEntity,
  RoleGrantEntity,
  PolicyEntity,
  LoginSessionEntity,
  RefreshTokenEntity,
  CredentialEntity,
  RecoveryCodeEntity,
  SignInTryEntity,
  NoticeEntity,
  SendAttemptEntity,
  SendCreditEntity,
  SubscriptionTapEntity,
  OutboxEntity,
  AuditEntity,
  SharedValueEntity,
  WechatEventEntity,
  RateHitEntity,
  WechatAlarmEntity,
  ModerationCheckEntity,
  StickerEntity,
  StickerScanEntity,
  DutyShiftEntity,
  DailyVerdictEntity,
  OrderTermEntity,
  OrderWordsEntity,
  OrderMarkEntity,
  GridChangeEntity,
  UnitDetailsEntity,
  ServiceCardEntity,
  FeedItemEntity,
  FeedHeadEntity,
  PresenceEntity,
  DeskDraftEntity,
  SavedFilterEntity,
  BulkEntity,
  BulkRowEntity,
  OrderTallyEntity,
  TallyEntryEntity,
  MorningPageEntity,
  StreetReportEntity,
  FigureDueEntity,
  FigureOrderEntity,
  FigureTurnEntity,
  FigureOpenEntity,
  OrderSumEntity,
  TurnSumEntity,
  ReportTextEntity,
  ReportEditionEntity,
  IntakeCallsEntity,
];

export const SCHEMA: Schema = {
  entities: ENTITIES,
  migrations: [
    Initial1763800000000,
    Sessions1763810000000,
    RateHit1763820000000,
    AuditChain1763900000000,
    WechatWhole1763950000000,
    ErasedContacts1764000000000,
    VoiceAndEvidence1764010000000,
    WholeLife1764050000000,
    PolicyVersions1764060000000,
    Procedures1764100000000,
    Ledgers1764110000000,
    Visits1764130000000,
    ChannelsAndFirms1764140000000,
    Duty1764150000000,
    Worklist1764160000000,
    DeskLive1764161000000,
    GridsAndCards1764162000000,
    Tallies1764163000000,
    IntakeUnit1764164000000,
    KeptFigures1764170000000,
    IntakeCalls1764172000000,
    ReportEditions1764174000000,
  ],
};
