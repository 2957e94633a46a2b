import { Module } from '@nestjs/common';
import { Env } from '../../config/env';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { PushController } from './push.controller';
import { PushService } from './push.service';
import { SubscriptionListeners } from './subscription-events';
import { WechatClient } from './wechat.client';
import { WECHAT_CONFIG, type WechatConfig } from './wechat.config';

/** Everything that speaks to WeChat; knows no order and no person. */
@Module({
  controllers: [PushController],
  providers: [
    { provide: WECHAT_CONFIG, inject: [Env], useFactory: (env: Env): WechatConfig => env.wechat },
    {
      provide: WechatClient,
      inject: [WECHAT_CONFIG, Db, Clock],
      useFactory: (config: WechatConfig, db: Db, clock: Clock) => new WechatClient(config, db, clock),
    },
    PushService,
    SubscriptionListeners,
  ],
  exports: [WechatClient, SubscriptionListeners],
})
export class WechatModule {}
