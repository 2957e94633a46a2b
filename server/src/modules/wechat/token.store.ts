import { toInstant, toMillis } from '@yihu/shared';
import type { Clock } from '../../platform/clock';
import type { Db } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import type { WechatConfig } from './wechat.config';
import { WechatError } from './wechat.error';
import { exchange } from './wechat.transport';

/** A token is given up this long before its end; the platform rotates five minutes before. */
const MARGIN_S = 300;
const LEAST_S = 60;
/** WeChat gives two hours; a longer life is not believed. */
const MOST_S = 7200;
/** Longer than any token WeChat announces (512), and what a request line takes. */
const TOKEN = /^[\w.~+/=-]{1,2048}$/;
const PATH = '/cgi-bin/stable_token';

/**
 * The app's access token, shared by all processes through one database row. `stable_token` gives every asker the
 * same token, so processes that ask at the same moment cannot knock each other out; within one process one asks.
 */
export class WechatTokens {
  private fetching: Promise<string> | null = null;
  private readonly name: string;

  constructor(
    private readonly config: WechatConfig,
    private readonly db: Db,
    private readonly clock: Clock,
  ) {
    this.name = `wechat.token:${config.appId}`;
  }

  /** A token that should be good for a minute at least. Throws WechatError. */
  async current(): Promise<string> {
    const rows = await this.db.read<{ value: string }>(
      'SELECT value FROM shared_value WHERE name = ? AND until_at > ?',
      [this.name, this.clock.now()],
    );
    return rows[0]?.value ?? this.fetchOnce();
  }

  /** Forgets the token WeChat refused, unless another process has replaced it meanwhile. */
  async drop(token: string): Promise<void> {
    await this.db.inTransaction((tx) =>
      tx.execute('DELETE FROM shared_value WHERE name = ? AND value = ?', [this.name, token]),
    );
  }

  private fetchOnce(): Promise<string> {
    this.fetching ??= this.fetch().finally(() => {
      this.fetching = null;
    });
    return this.fetching;
  }

  private async fetch(): Promise<string> {
    const { appId, secret } = this.config;
    const body = { grant_type: 'client_credential', appid: appId, secret, force_refresh: false };
    const { access_token: token, expires_in: lifeS } = await exchange(this.config, { path: PATH, body });
    if (typeof token !== 'string' || !TOKEN.test(token) || typeof lifeS !== 'number') {
      throw new WechatError(PATH, null, 'unanswered', false, { cause: 'no token' });
    }
    await this.keep(token, Math.max(Math.min(lifeS, MOST_S) - MARGIN_S, LEAST_S));
    return token;
  }

  private async keep(token: string, seconds: number): Promise<void> {
    const until = toInstant(toMillis(this.clock.now()) + seconds * 1000);
    await this.db.inTransaction(async (tx) => {
      const changed = await tx.execute('UPDATE shared_value SET value = ?, until_at = ? WHERE name = ?', [
        token,
        until,
        this.name,
      ]);
      if (changed > 0) return;
      try {
        await tx.insert('shared_value', { name: this.name, value: token, until_at: until });
      } catch (error) {
        // Another process was quicker; its token is the same one.
        if (!isDuplicate(error)) throw error;
      }
    });
  }
}
