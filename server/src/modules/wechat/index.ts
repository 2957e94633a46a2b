export { fieldValue } from './fields';
export {
  type PopupEvent,
  type RefusalEvent,
  type SentEvent,
  type SubscriptionEvents,
  SubscriptionListeners,
} from './subscription-events';
export {
  type SubscribeMessage,
  WechatClient,
  type WechatSession,
  type WechatTemplate,
} from './wechat.client';
export { WechatError } from './wechat.error';
export { WechatModule } from './wechat.module';
