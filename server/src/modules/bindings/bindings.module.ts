import { Module } from '@nestjs/common';
import { WechatModule } from '../wechat';
import { PhoneController } from './bindings.controller';
import { BindingsStore } from './bindings.store';
import { Erasure } from './erasure.service';
import { PhoneService } from './phone.service';
import { PrivacyEvents } from './privacy-events';

/** What ties a person to WeChat, and how it is cut. */
@Module({
  imports: [WechatModule],
  controllers: [PhoneController],
  providers: [BindingsStore, PhoneService, Erasure, PrivacyEvents],
  exports: [Erasure],
})
export class BindingsModule {}
