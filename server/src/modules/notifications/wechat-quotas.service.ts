import { Injectable } from '@nestjs/common';
import { addMinutes, type Instant, type WechatQuota } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { WechatError, WechatPlatform } from '../wechat';
import { keepShared } from './shared-values.store';

/** The endpoints whose daily quota an operator may want to see. */
const PATHS = [
  '/cgi-bin/message/subscribe/send',
  '/wxa/msg_sec_check',
  '/wxa/media_check_async',
  '/wxa/getwxacodeunlimit',
];
const FRESH_MINUTES = 60;

/** The platform's quotas, asked at most once an hour for all processes together. */
@Injectable()
export class WechatQuotas {
  constructor(
    private readonly db: Db,
    private readonly platform: WechatPlatform,
  ) {}

  /** What is known; a quota that cannot be asked for now is given as last known, or left out. */
  async list(now: Instant): Promise<WechatQuota[]> {
    const rows = await this.db.read<{ name: string; value: string; until_at: Instant }>(
      `SELECT name, value, until_at FROM shared_value WHERE name IN (${PATHS.map(() => '?').join(',')})`,
      PATHS.map(nameOf),
    );
    const known = new Map(rows.map((row) => [row.name, row]));
    // Side by side: while WeChat is away, the page waits for one timeout and not for four.
    const quotas = await Promise.all(
      PATHS.map(async (path) => {
        const row = known.get(nameOf(path));
        const fresh = row === undefined || row.until_at <= now ? await this.ask(path, now) : null;
        return fresh ?? (row === undefined ? null : (JSON.parse(row.value) as WechatQuota));
      }),
    );
    return quotas.filter((quota) => quota !== null);
  }

  private async ask(path: string, now: Instant): Promise<WechatQuota | null> {
    try {
      const quota = { path, ...(await this.platform.quota(path)), askedAt: now };
      const until = addMinutes(now, FRESH_MINUTES);
      await this.db.inTransaction((tx) => keepShared(tx, nameOf(path), JSON.stringify(quota), until));
      return quota;
    } catch (error) {
      if (error instanceof WechatError) return null;
      throw error;
    }
  }
}

function nameOf(path: string): string {
  return `wechat.quota:${path}`;
}
