import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Instant, WechatAdminAnswer } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { WECHAT_CONFIG, type WechatConfig } from './wechat.config';

const FINGERPRINT = 8;

/** How this installation stands with WeChat, without a secret in it. */
@Injectable()
export class WechatState {
  constructor(
    @Inject(WECHAT_CONFIG) private readonly config: WechatConfig,
    private readonly db: Db,
  ) {}

  get appId(): string {
    return this.config.appId;
  }

  get push(): WechatAdminAnswer['push'] {
    if (this.config.pushToken === '') return 'OFF';
    return this.config.aesKey === '' ? 'PLAIN' : 'SAFE';
  }

  /** The shared access token by its fingerprint, or null when there is none or it has ended. */
  async token(now: Instant): Promise<WechatAdminAnswer['token']> {
    const [row] = await this.db.read<{ value: string; until_at: Instant }>(
      'SELECT value, until_at FROM shared_value WHERE name = ? AND until_at > ?',
      [`wechat.token:${this.config.appId}`, now],
    );
    if (row === undefined) return null;
    const fingerprint = createHash('sha256').update(row.value).digest('hex').slice(0, FINGERPRINT);
    return { fingerprint, until: row.until_at };
  }
}
