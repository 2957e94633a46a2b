import { Module } from '@nestjs/common';
import { OrderIndexModule } from '../order-index/order-index.module';
import { WechatModule } from '../wechat';
import { PhoneController } from './bindings.controller';
import { BindingsStore } from './bindings.store';
import { Erasure } from './erasure.service';
import { OrderErasure } from './order-erasure.service';
import { OrderErasureStore } from './order-erasure.store';
import { PhoneService } from './phone.service';
import { PrivacyEvents } from './privacy-events';

/** What ties a person to WeChat, and how it is cut. */
@Module({
  imports: [OrderIndexModule, WechatModule],
  controllers: [PhoneController],
  providers: [BindingsStore, PhoneService, Erasure, OrderErasure, OrderErasureStore, PrivacyEvents],
  exports: [Erasure, OrderErasure, PhoneService],
})
export class BindingsModule {}
