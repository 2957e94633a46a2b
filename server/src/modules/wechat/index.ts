export { canFill, fieldValue } from './fields';
export { PushArchive } from './push-archive.query';
export { type PushEvent, textOf } from './push-event';
export { PushListeners } from './push-listeners';
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
export { TEXT_PIECE, verdictOf, WechatPlatform } from './wechat.platform';
export { WechatAlarms } from './wechat-alarms.service';
export { WechatState } from './wechat-state.query';
