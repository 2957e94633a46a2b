import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { MapSettings } from '@yihu/shared';
import { type HostingEnv, readHosting } from './hosting';

/** Where WeChat really lives; production refuses anything else. */
export const WECHAT_API = 'https://api.weixin.qq.com';

/** A hundred years, far beyond any demonstration. */
const MAX_OFFSET_MS = 100 * 365 * 24 * 3_600_000;

export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(`配置有误,服务没有启动:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }
}

export interface WechatEnv {
  appId: string;
  secret: string;
  baseUrl: string;
  pushToken: string;
  aesKey: string;
  timeoutMs: number;
  /** Template ids by what they are used for; empty when the operator has none yet. */
  templates: { progress: string; result: string; info: string; task: string };
  miniprogramState: 'developer' | 'trial' | 'formal';
}

/**
 * The only reader of the environment. Values are checked once at start; a missing or unsafe one stops the
 * server with a list of what to change (throws ConfigError).
 */
export class Env {
  readonly production: boolean;
  readonly demo: boolean;
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  /** Longest wait for one answer of the database, in ms. */
  readonly dbTimeoutMs: number;
  readonly dataKey: Buffer;
  readonly indexKey: Buffer;
  readonly linkKey: Buffer;
  /** Keys of what sessions compute or store hashed: renewals, recovery codes, counted tries. */
  readonly sessionKey: Buffer;
  /** Which school of passwords holds; `modern` outside production. */
  readonly passwordProfile: 'modern' | 'dengbao';
  /** After so many minutes without use a session begun with a password ends. */
  readonly deskIdleMinutes: number;
  readonly wechat: WechatEnv;
  readonly staticDir: string | null;
  /** The built desk, served at /desk/; null: not served here. */
  readonly consoleDir: string | null;
  readonly publicUrl: string;
  /** Offset in ms added to the system clock; only honoured in demo and test runs. */
  readonly clockOffsetMs: number;
  readonly logLevel: string;
  readonly minFreeBytes: number;
  /** False leaves sweeps and sending to other processes. */
  readonly jobs: boolean;
  /** Where the daily heads of the audit chain go; another disk or a share of another machine is better. */
  readonly anchorDir: string;
  /** Where answers to platforms above are laid down as files; null when the desk exports them by hand. */
  readonly upperDir: string | null;
  /** What the desk's maps draw with: own outlines, and tiles of a service when the operator has one. */
  readonly map: MapSettings;
  /** Proxies, blob store, metrics, limits, log file. */
  readonly hosting: HostingEnv;

  constructor(source: NodeJS.ProcessEnv = process.env) {
    const problems: string[] = [];
    this.production = source.NODE_ENV === 'production';
    this.demo = source.YIHU_DEMO === '1';
    this.host = source.HOST ?? (this.production ? '0.0.0.0' : '127.0.0.1');
    const whole = (name: string, unset: number, [least, most]: [number, number], unit = '') =>
      readWhole(source[name], unset, [least, most], `${name} 应是 ${least}–${most} 的整数${unit}`, problems);
    this.port = whole('PORT', 3000, [0, 65535]);
    this.dataDir = resolve(source.YIHU_DATA_DIR ?? 'data');
    this.databaseUrl = source.DATABASE_URL || null;
    if (this.databaseUrl !== null && !/^(mysql|mariadb):\/\//.test(this.databaseUrl)) {
      problems.push('DATABASE_URL 应以 mysql:// 开头;不设则用 data 目录里的 SQLite');
    }
    this.dbTimeoutMs = whole('YIHU_DB_TIMEOUT_MS', 5000, [50, 60_000], '(毫秒)');
    const secret = source.YIHU_SECRET_KEY ?? '';
    const secretBytes = Buffer.from(secret, 'base64');
    if (secretBytes.length < 32) problems.push('YIHU_SECRET_KEY 应是至少 32 字节随机数的 base64');
    const derive = (purpose: string) => createHash('sha256').update(secretBytes).update(purpose).digest();
    this.dataKey = derive('data');
    this.indexKey = source.YIHU_INDEX_KEY ? Buffer.from(source.YIHU_INDEX_KEY, 'base64') : derive('index');
    this.linkKey = derive('link');
    if (this.indexKey.length < 32) problems.push('YIHU_INDEX_KEY 应是至少 32 字节随机数的 base64');
    this.sessionKey = derive('session');
    this.passwordProfile = readProfile(source, this.production, problems);
    this.deskIdleMinutes = whole('YIHU_DESK_IDLE_MINUTES', 30, [5, 720], '(分钟)');
    this.wechat = readWechat(source, this.production, problems);
    this.staticDir = source.YIHU_STATIC_DIR ? resolve(source.YIHU_STATIC_DIR) : null;
    this.consoleDir = source.YIHU_CONSOLE_DIR ? resolve(source.YIHU_CONSOLE_DIR) : null;
    this.publicUrl = source.YIHU_PUBLIC_URL ?? `http://127.0.0.1:${this.port}`;
    const offsetMs = whole('YIHU_CLOCK_OFFSET_MS', 0, [-MAX_OFFSET_MS, MAX_OFFSET_MS], '(毫秒)');
    this.clockOffsetMs = this.production ? 0 : offsetMs;
    this.logLevel = source.LOG_LEVEL ?? (this.production ? 'info' : 'warn');
    this.minFreeBytes = whole('YIHU_MIN_FREE_MB', 200, [0, 1_000_000], '(MB)') * 1024 * 1024;
    this.jobs = source.YIHU_JOBS !== 'off';
    this.anchorDir = source.YIHU_ANCHOR_DIR ? resolve(source.YIHU_ANCHOR_DIR) : join(this.dataDir, 'anchors');
    this.upperDir = source.YIHU_UPPER_DIR ? resolve(source.YIHU_UPPER_DIR) : null;
    this.map = readMap(source, problems);
    this.hosting = readHosting(source, this.production, this.demo, problems);
    if (this.production && this.demo) problems.push('生产环境不能开启演示登录 (YIHU_DEMO)');
    if (problems.length > 0) throw new ConfigError(problems);
  }
}

/** Tiles come over https from one place, which the browser is then allowed to ask. */
function readMap(source: NodeJS.ProcessEnv, problems: string[]): MapSettings {
  const tileUrl = source.YIHU_TILE_URL || null;
  if (tileUrl !== null && !/^https:\/\/[\w.-]+(:\d+)?\/\S*\{z\}\S*$/.test(tileUrl)) {
    problems.push('YIHU_TILE_URL 应像 https://地图服务/{z}/{x}/{y}.png;不设则地图只画自己的边界');
  }
  return { tileUrl, tileCredit: source.YIHU_TILE_CREDIT ?? '' };
}

/** An unset or empty variable is the default; anything but a whole number in the range is a problem. */
function readWhole(
  text: string | undefined,
  unset: number,
  [least, most]: [number, number],
  problem: string,
  problems: string[],
): number {
  if (text === undefined || text === '') return unset;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  problems.push(problem);
  return unset;
}

function readProfile(
  source: NodeJS.ProcessEnv,
  production: boolean,
  problems: string[],
): 'modern' | 'dengbao' {
  const named = source.YIHU_PASSWORD_PROFILE ?? (production ? 'dengbao' : 'modern');
  if (named === 'modern' || named === 'dengbao') return named;
  problems.push('YIHU_PASSWORD_PROFILE 应为 modern 或 dengbao');
  return 'dengbao';
}

function readWechat(source: NodeJS.ProcessEnv, production: boolean, problems: string[]): WechatEnv {
  const baseUrl = source.WX_API_BASE ?? WECHAT_API;
  if (production && baseUrl !== WECHAT_API) problems.push('生产环境不能改动微信接口地址 (WX_API_BASE)');
  const appId = source.WX_APP_ID ?? '';
  const secret = source.WX_APP_SECRET ?? '';
  if (production && (appId === '' || secret === '')) problems.push('缺少 WX_APP_ID 或 WX_APP_SECRET');
  const aesKey = source.WX_AES_KEY ?? '';
  if (aesKey !== '' && aesKey.length !== 43) problems.push('WX_AES_KEY 应为 43 个字符');
  const state = source.WX_MINIPROGRAM_STATE ?? 'formal';
  if (state !== 'developer' && state !== 'trial' && state !== 'formal') {
    problems.push('WX_MINIPROGRAM_STATE 应为 developer、trial 或 formal');
  }
  return {
    appId,
    secret,
    baseUrl,
    pushToken: source.WX_PUSH_TOKEN ?? '',
    aesKey,
    timeoutMs: readWhole(
      source.WX_TIMEOUT_MS,
      5000,
      [1, 60_000],
      'WX_TIMEOUT_MS 应是 1–60000 的整数(毫秒)',
      problems,
    ),
    templates: {
      progress: source.WX_TEMPLATE_PROGRESS ?? '',
      result: source.WX_TEMPLATE_RESULT ?? '',
      info: source.WX_TEMPLATE_INFO ?? '',
      task: source.WX_TEMPLATE_TASK ?? '',
    },
    miniprogramState: state as WechatEnv['miniprogramState'],
  };
}
