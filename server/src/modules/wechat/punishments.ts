import { Injectable, type OnModuleInit } from '@nestjs/common';
import { textOf } from './push-event';
import { PushListeners } from './push-listeners';
import { WechatAlarms } from './wechat-alarms.service';

/** wxa_punish_event's event_type. */
const KINDS: Readonly<Record<string, string>> = {
  1: '警告',
  2: '能力封禁',
  3: '下架',
  4: '账号封禁',
  10: '页面封禁',
};

/** The platform's penalties become alarms for operators. */
@Injectable()
export class Punishments implements OnModuleInit {
  constructor(
    private readonly listeners: PushListeners,
    private readonly alarms: WechatAlarms,
  ) {}

  onModuleInit(): void {
    this.listeners.on('wxa_punish_event', async (tx, { body }) => {
      const type = textOf(body, 'event_type');
      const id = textOf(body, 'punish_id');
      const text = `微信平台处罚:${KINDS[type] ?? `类型 ${type}`}。${textOf(body, 'illegal_reason')}`;
      await this.alarms.raise(tx, { key: `punish:${id}`, kind: 'PUNISH', text, code: type });
    });
  }
}
