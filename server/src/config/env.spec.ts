import { ConfigError, Env, WECHAT_API } from './env';

const KEY = Buffer.alloc(32, 7).toString('base64');
const HOME = { YIHU_SECRET_KEY: KEY };
const LIVE = { ...HOME, NODE_ENV: 'production', WX_APP_ID: 'wx1', WX_APP_SECRET: 's' };

function problems(source: Record<string, string>): string[] {
  try {
    new Env(source);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('starting at home', () => {
  it('needs nothing but a key', () => {
    const env = new Env(HOME);
    expect(env).toMatchObject({
      production: false,
      demo: false,
      host: '127.0.0.1',
      port: 3000,
      databaseUrl: null,
    });
    expect(env.wechat).toMatchObject({ baseUrl: WECHAT_API, timeoutMs: 5000, miniprogramState: 'formal' });
  });

  it.each<[string, Record<string, string>]>([
    ['no key', {}],
    ['an empty key', { YIHU_SECRET_KEY: '' }],
    ['a key that is too short', { YIHU_SECRET_KEY: Buffer.alloc(31, 7).toString('base64') }],
    ['a short index key', { ...HOME, YIHU_INDEX_KEY: 'AAAA' }],
    ['a port that is none', { ...HOME, PORT: '70000' }],
    ['a port in words', { ...HOME, PORT: 'http' }],
    ['another engine', { ...HOME, DATABASE_URL: 'postgres://h/db' }],
    ['a key of another length', { ...HOME, WX_AES_KEY: 'x' }],
    ['an unknown state', { ...HOME, WX_MINIPROGRAM_STATE: 'beta' }],
    ['a clock that is no number', { ...HOME, YIHU_CLOCK_OFFSET_MS: 'tomorrow' }],
    ['a timeout that is no number', { ...HOME, WX_TIMEOUT_MS: '5s' }],
    ['no wait at all', { ...HOME, WX_TIMEOUT_MS: '0' }],
    ['free space in words', { ...HOME, YIHU_MIN_FREE_MB: 'plenty' }],
  ])('refuses %s, in one line that says what to change', (_, source) => {
    const [problem, ...more] = problems(source);
    expect(more).toEqual([]);
    expect(problem).toMatch(/[A-Z_]{4,}/);
    expect(problem).toMatch(/\p{Script=Han}/u);
  });

  it('lists everything that is wrong at once', () => {
    expect(problems({ PORT: 'x', DATABASE_URL: 'x' })).toHaveLength(3);
    expect(() => new Env({})).toThrow('服务没有启动');
  });

  it('takes what is set to nothing for not set', () => {
    expect(new Env({ ...HOME, DATABASE_URL: '', PORT: '' })).toMatchObject({ databaseUrl: null, port: 3000 });
  });

  it('never repeats a secret in what it complains about', () => {
    const shown = problems({
      YIHU_SECRET_KEY: 'hunter2',
      DATABASE_URL: 'pg://root:hunter2@h',
      WX_AES_KEY: 'hunter2',
    });
    expect(shown).toHaveLength(3);
    expect(shown.join()).not.toContain('hunter2');
  });

  it('derives keys that differ from each other, the same each time', () => {
    const [a, b] = [new Env(HOME), new Env(HOME)];
    const keys = [a.dataKey, a.indexKey, a.linkKey].map((key) => key.toString('hex'));
    expect(new Set(keys).size).toBe(3);
    expect(b.dataKey).toEqual(a.dataKey);
    expect(keys).not.toContain(Buffer.alloc(32, 7).toString('hex'));
  });
});

describe('production', () => {
  it('starts with an app and its secret', () => {
    expect(new Env(LIVE)).toMatchObject({ production: true, host: '0.0.0.0', clockOffsetMs: 0 });
  });

  it.each<[string, Record<string, string>]>([
    ['demo sign-in', { ...LIVE, YIHU_DEMO: '1', YIHU_RATE_LIMITS: 'on' }],
    ['a WeChat that is not WeChat', { ...LIVE, WX_API_BASE: 'http://127.0.0.1:9000' }],
    ['a WeChat that looks like WeChat', { ...LIVE, WX_API_BASE: 'https://api.weixin.qq.com.evil.example' }],
    ['no app', { ...LIVE, WX_APP_ID: '' }],
    ['no secret of the app', { ...LIVE, WX_APP_SECRET: '' }],
    ['no key', { ...LIVE, YIHU_SECRET_KEY: '' }],
  ])('refuses %s', (_, source) => {
    expect(problems(source)).toHaveLength(1);
  });

  it('keeps the true time', () => {
    expect(new Env({ ...LIVE, YIHU_CLOCK_OFFSET_MS: '86400000' }).clockOffsetMs).toBe(0);
    expect(new Env({ ...HOME, YIHU_CLOCK_OFFSET_MS: '86400000' }).clockOffsetMs).toBe(86_400_000);
  });
});
