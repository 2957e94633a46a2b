import { Module } from '@nestjs/common';
import { WechatModule } from '../wechat';
import { CreditsStore } from './credits.store';
import { InboxService } from './inbox.service';
import { NoticesController } from './notices.controller';
import { Notices } from './notices.service';
import { ReachabilityQuery } from './reachability.query';
import { SendsStore } from './sends.store';
import { SubscriptionsController } from './subscriptions.controller';
import { SubscriptionsService } from './subscriptions.service';
import { TemplateCheck } from './template-check.service';
import { Templates } from './templates.service';
import { WechatAdminController } from './wechat-admin.controller';
import { WechatAdmin } from './wechat-admin.service';
import { WechatFigures } from './wechat-figures.query';
import { WechatQuotas } from './wechat-quotas.service';
import { WechatSender } from './wechat-sender';

/** Who is told what, by which channel. */
@Module({
  imports: [WechatModule],
  controllers: [NoticesController, SubscriptionsController, WechatAdminController],
  providers: [
    Notices,
    InboxService,
    CreditsStore,
    SendsStore,
    Templates,
    WechatSender,
    ReachabilityQuery,
    SubscriptionsService,
    TemplateCheck,
    WechatAdmin,
    WechatFigures,
    WechatQuotas,
  ],
  exports: [InboxService, Notices, ReachabilityQuery, SubscriptionsService, TemplateCheck],
})
export class NotificationsModule {}
