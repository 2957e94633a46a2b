import { Injectable } from '@nestjs/common';
import { addMinutes, type Instant, type WechatQuota } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { WechatError, WechatPlatform } from '../wechat';

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
    const quotas: WechatQuota[] = [];
    for (const path of PATHS) {
      const row = known.get(nameOf(path));
      const fresh = row === undefined || row.until_at <= now ? await this.ask(path, now) : null;
      const quota = fresh ?? (row === undefined ? null : (JSON.parse(row.value) as WechatQuota));
      if (quota !== null) quotas.push(quota);
    }
    return quotas;
  }

  private async ask(path: string, now: Instant): Promise<WechatQuota | null> {
    try {
      const quota = { path, ...(await this.platform.quota(path)), askedAt: now };
      await this.keep(nameOf(path), JSON.stringify(quota), addMinutes(now, FRESH_MINUTES));
      return quota;
    } catch (error) {
      if (error instanceof WechatError) return null;
      throw error;
    }
  }

  private keep(name: string, value: string, until: Instant): Promise<void> {
    return this.db.inTransaction(async (tx) => {
      const changed = await tx.execute('UPDATE shared_value SET value = ?, until_at = ? WHERE name = ?', [
        value,
        until,
        name,
      ]);
      if (changed === 0) await tx.insert('shared_value', { name, value, until_at: until });
    });
  }
}

function nameOf(path: string): string {
  return `wechat.quota:${path}`;
}
