import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant } from '@yihu/shared';
import { addMinutes } from '@yihu/shared';
import { DataSource } from 'typeorm';
import { StandinControl } from '../../scripts/wechat-standin/control-client';
import { type Standin, startStandin } from '../../scripts/wechat-standin/standin';
import { WechatClient } from '../src/modules/wechat/wechat.client';
import type { WechatConfig } from '../src/modules/wechat/wechat.config';
import { WechatEventEntity } from '../src/modules/wechat/wechat-event.entity';
import { Clock } from '../src/platform/clock';
import { readerOptions, writerOptions } from '../src/platform/db/data-source';
import { Db } from '../src/platform/db/db';
import { SharedValueEntity } from '../src/platform/db/shared-value.entity';

export const APP = 'wxtest0123456789';
export const SECRET = 'wechat-test-secret';
export const PUSH_TOKEN = 'AAAAA';
export const AES_KEY = 'A'.repeat(43);

/** A clock that stands still until it is moved. */
export class StillClock extends Clock {
  private at: Instant = '2026-11-22T06:00:00.000Z';
  now(): Instant {
    return this.at;
  }
  advance(minutes: number): void {
    this.at = addMinutes(this.at, minutes);
  }
}

export interface WechatWorld {
  standin: Standin;
  control: StandinControl;
  db: Db;
  clock: StillClock;
  config: WechatConfig;
  /** A client as another process would have it: same database, nothing shared in memory. */
  client(change?: Partial<WechatConfig>): WechatClient;
  close(): Promise<void>;
}

/** The real database, the real client and the stand-in over HTTP; the stand-in keeps the same time as the clock. */
export async function wechatWorld(): Promise<WechatWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yihu-wechat-'));
  const schema = { entities: [SharedValueEntity, WechatEventEntity], migrations: [] };
  const writer = await new DataSource(writerOptions({ url: null, dataDir }, schema)).initialize();
  await writer.synchronize();
  const options = readerOptions({ url: null, dataDir });
  const reader = options === null ? writer : await new DataSource(options).initialize();
  const clock = new StillClock();
  const standin = await startStandin({
    port: 0,
    appId: APP,
    secret: SECRET,
    now: () => Date.parse(clock.now()),
  });
  const config: WechatConfig = {
    appId: APP,
    secret: SECRET,
    baseUrl: standin.url,
    pushToken: PUSH_TOKEN,
    aesKey: AES_KEY,
    timeoutMs: 2_000,
  };
  const db = new Db(writer, reader);
  return {
    standin,
    control: new StandinControl(standin.url),
    db,
    clock,
    config,
    client: (change = {}) => new WechatClient({ ...config, ...change }, db, clock),
    close: async () => {
      await standin.close();
      await Promise.all([writer, reader].map((source) => source.destroy()));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
