import { Injectable } from '@nestjs/common';
import { addMinutes, type Instant } from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { Logger } from '../../platform/logger';
import type { WechatError, WechatErrorKind } from './wechat.error';

export type AlarmKind = 'CALL' | 'CONFIG' | 'QUOTA' | 'BANNED' | 'TEMPLATE' | 'PUNISH';

export interface Alarm {
  key: string;
  kind: AlarmKind;
  text: string;
  code: string;
  rid?: string | null;
}

export interface AlarmRow {
  alarm_key: string;
  kind: AlarmKind;
  text: string;
  code: string;
  rid: string | null;
  times: number;
  first_at: Instant;
  last_at: Instant;
}

/** Failures older than this are no news. */
const NEWS_MINUTES = 7 * 24 * 60;
const BANNED = new Set([43107, 48001, 48004, 50002, 40243]);
const ALARMING: Partial<Record<WechatErrorKind, AlarmKind>> = {
  config: 'CONFIG',
  quota: 'QUOTA',
  token: 'CONFIG',
};
const TEXTS: Record<'CONFIG' | 'QUOTA' | 'BANNED', string> = {
  CONFIG: '微信接口配置有误,请核对小程序设置',
  QUOTA: '微信接口今日额度已用完',
  BANNED: '微信限制了这项能力,请到小程序后台查看',
};

/** Things about WeChat that an operator must put right, kept once each in the database. */
@Injectable()
export class WechatAlarms {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Counts a failed call, and raises an alarm when waiting does not help. Never throws. */
  async noteFailure(error: WechatError): Promise<void> {
    const code = error.errcode === null ? (error.facts.cause ?? error.kind) : String(error.errcode);
    const rid = error.facts.rid ?? null;
    const banned = error.errcode !== null && BANNED.has(error.errcode);
    const kind = banned ? 'BANNED' : ALARMING[error.kind];
    try {
      await this.db.inTransaction(async (tx) => {
        await this.raise(tx, {
          key: `call:${error.endpoint}:${code}`,
          kind: 'CALL',
          text: error.endpoint,
          code,
          rid,
        });
        if (kind !== 'CONFIG' && kind !== 'QUOTA' && kind !== 'BANNED') return;
        const text = `${TEXTS[kind]}(${error.endpoint} ${code}${error.facts.field ? ` ${error.facts.field}` : ''})`;
        await this.raise(tx, { key: `${kind}:${error.endpoint}:${code}`, kind, text, code, rid });
      });
    } catch (failure) {
      // The call's own failure is what its caller must hear of.
      this.logger.warn('wechat.alarm_not_kept', { code, error: failure });
    }
  }

  /** Puts an alarm down, or counts it again. */
  async raise(tx: Tx, alarm: Alarm): Promise<void> {
    const now = this.clock.now();
    const key = cut(alarm.key, 120);
    const again = () =>
      tx.execute(
        `UPDATE wechat_alarm SET text = ?, code = ?, rid = ?, times = times + 1, last_at = ?, cleared_at = NULL
          WHERE alarm_key = ?`,
        [cut(alarm.text, 255), cut(alarm.code, 40), alarm.rid ?? null, now, key],
      );
    if ((await again()) > 0) return;
    try {
      await tx.insert('wechat_alarm', {
        alarm_key: key,
        kind: alarm.kind,
        text: cut(alarm.text, 255),
        code: cut(alarm.code, 40),
        rid: alarm.rid ?? null,
        times: 1,
        first_at: now,
        last_at: now,
        cleared_at: null,
      });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      await again();
    }
  }

  /** The thing is right again. */
  async clear(tx: Tx, key: string): Promise<void> {
    await tx.execute('UPDATE wechat_alarm SET cleared_at = ? WHERE alarm_key = ? AND cleared_at IS NULL', [
      this.clock.now(),
      key,
    ]);
  }

  /** Open alarms and the failed calls of the last days, newest first. */
  async recent(): Promise<AlarmRow[]> {
    const since = addMinutes(this.clock.now(), -NEWS_MINUTES);
    return this.db.read<AlarmRow>(
      `SELECT alarm_key, kind, text, code, rid, times, first_at, last_at FROM wechat_alarm
        WHERE cleared_at IS NULL AND (last_at >= ? OR kind IN ('PUNISH', 'TEMPLATE'))
        ORDER BY last_at DESC, alarm_key LIMIT 100`,
      [since],
    );
  }
}

/** As many characters as the column takes; none is cut in half. */
function cut(text: string, max: number): string {
  return [...text].slice(0, max).join('');
}
