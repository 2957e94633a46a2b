import { Module } from '@nestjs/common';
import { Env } from '../../config/env';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { Punishments } from './punishments';
import { PushController } from './push.controller';
import { PushService } from './push.service';
import { PushArchive } from './push-archive.query';
import { PushBodies } from './push-bodies';
import { PushListeners } from './push-listeners';
import { SubscriptionListeners } from './subscription-events';
import { WechatCaller } from './wechat.caller';
import { WechatClient } from './wechat.client';
import { WECHAT_CONFIG, type WechatConfig } from './wechat.config';
import { WechatPlatform } from './wechat.platform';
import { WechatAlarms } from './wechat-alarms.service';
import { WechatState } from './wechat-state.query';

/** Everything that speaks to WeChat; knows no order and no person. */
@Module({
  controllers: [PushController],
  providers: [
    { provide: WECHAT_CONFIG, inject: [Env], useFactory: (env: Env): WechatConfig => env.wechat },
    WechatAlarms,
    {
      provide: WechatCaller,
      inject: [WECHAT_CONFIG, Db, Clock, WechatAlarms],
      useFactory: (config: WechatConfig, db: Db, clock: Clock, alarms: WechatAlarms) =>
        new WechatCaller(config, db, clock, (error) => alarms.noteFailure(error)),
    },
    {
      provide: WechatClient,
      inject: [WECHAT_CONFIG, Db, Clock, WechatCaller],
      useFactory: (config: WechatConfig, db: Db, clock: Clock, caller: WechatCaller) =>
        new WechatClient(config, db, clock, caller),
    },
    {
      provide: WechatPlatform,
      inject: [WechatCaller],
      useFactory: (caller: WechatCaller) => new WechatPlatform(caller),
    },
    PushService,
    PushBodies,
    PushArchive,
    PushListeners,
    Punishments,
    SubscriptionListeners,
    WechatState,
  ],
  exports: [
    WechatClient,
    WechatPlatform,
    WechatAlarms,
    WechatState,
    PushArchive,
    PushListeners,
    SubscriptionListeners,
  ],
})
export class WechatModule {}
