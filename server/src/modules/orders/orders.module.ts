import { Module } from '@nestjs/common';
import { AttachmentsModule } from '../attachments/attachments.module';
import { ClocksModule } from '../clocks/clocks.module';
import { DirectoryModule } from '../directory/directory.module';
import { DutyModule } from '../duty/duty.module';
import { EnterprisesModule } from '../enterprises/enterprises.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { OrderIndexModule } from '../order-index/order-index.module';
import { ActService } from './act.service';
import { AnsweredOrders } from './answered-orders';
import { AutoRoute } from './auto-route';
import { Commands } from './commands.service';
import { ContactService } from './contact.service';
import { EvidenceChecks } from './evidence-checks.service';
import { EvidenceClaims } from './evidence-claims.service';
import { EvidenceMarks } from './evidence-marks.service';
import { FilingPlaces } from './filing-places';
import { FinalReplies } from './final-replies.query';
import { FoldCheck } from './fold-check.service';
import { FoundOrders } from './found-orders.service';
import { Looks } from './looks.service';
import { MorningQuery } from './morning.query';
import { OrderLinks } from './order-links';
import { OrderNotices } from './order-notices';
import { OrderRowsQuery } from './order-rows.query';
import { OrderViews } from './order-view';
import { OrderWorlds } from './order-worlds';
import { OrderWriter } from './order-writer';
import { OrdersController } from './orders.controller';
import { OrdersQuery } from './orders.query';
import { OrdersStore } from './orders.store';
import { OwnContacts } from './own-contacts.service';
import { OwnContactsStore } from './own-contacts.store';
import { PeopleQuery } from './people.query';
import { OrderProposals } from './proposals.service';
import { ResidentWords } from './resident-words';
import { SubmitService } from './submit.service';
import { SweepService } from './sweep.service';
import { TellOnDelivery } from './tell-on-delivery.service';
import { Visibility } from './visibility';

@Module({
  imports: [
    AttachmentsModule,
    ClocksModule,
    DirectoryModule,
    DutyModule,
    EnterprisesModule,
    NotificationsModule,
    OrderIndexModule,
  ],
  controllers: [OrdersController],
  providers: [
    EvidenceChecks,
    EvidenceClaims,
    EvidenceMarks,
    ActService,
    AnsweredOrders,
    Commands,
    AutoRoute,
    ContactService,
    FilingPlaces,
    FinalReplies,
    FoldCheck,
    FoundOrders,
    Looks,
    MorningQuery,
    OrderLinks,
    OrderNotices,
    OrderProposals,
    OrderRowsQuery,
    OrderViews,
    OrderWorlds,
    OrderWriter,
    OrdersQuery,
    OrdersStore,
    OwnContacts,
    OwnContactsStore,
    PeopleQuery,
    ResidentWords,
    SubmitService,
    SweepService,
    TellOnDelivery,
    Visibility,
  ],
  exports: [
    ActService,
    AnsweredOrders,
    Commands,
    FinalReplies,
    FoldCheck,
    FoundOrders,
    MorningQuery,
    OrderProposals,
    OrderViews,
    OrderWriter,
    OrdersQuery,
    OrdersStore,
    OwnContacts,
    PeopleQuery,
    SubmitService,
    SweepService,
    Visibility,
  ],
})
export class OrdersModule {}
