import type { ErrorBody, NewStaff, SetupDone, SignedIn, StaffCompleted, StaffSignIn } from '@yihu/shared';
import { toMillis } from '@yihu/shared';
import { codeAt, stepAt } from '../src/modules/accounts/rules/totp';
import { SetupService } from '../src/modules/accounts/setup.service';
import type { TestApp } from './harness';

export const GOOD_PASSWORD = 'mK7#pQ2z-Lian';

export interface Spoken<T> {
  status: number;
  body: T & ErrorBody;
}

/** Speaks HTTP without a persona: as a browser or phone (`agent`) at an address behind the trusted proxy. */
export class Speaker {
  constructor(
    private readonly url: string,
    readonly agent = 'Mozilla/5.0 (Windows NT 10.0) Chrome/130.0',
    readonly address = '10.1.0.1',
  ) {}

  async call<T>(method: string, path: string, body?: unknown, token?: string): Promise<Spoken<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'user-agent': this.agent,
        'x-forwarded-for': this.address,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T & ErrorBody };
  }

  /** `none` when it was answered, else the refusal's code. */
  async refused(method: string, path: string, body?: unknown, token?: string): Promise<string> {
    const answer = await this.call(method, path, body, token);
    return answer.status < 300 ? 'none' : answer.body.error.code;
  }

  async ok<T>(method: string, path: string, body?: unknown, token?: string): Promise<T> {
    const answer = await this.call<T>(method, path, body, token);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

export function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** A member of staff with her authenticator. */
export class Clerk {
  password = '';
  recoveryCodes: string[] = [];
  /** The seed as her app was told it. */
  secret = '';

  constructor(
    private readonly app: TestApp,
    readonly account: NewStaff,
  ) {}

  /** The code her app shows now. */
  code(): string {
    return codeAt(fromBase32(this.secret), stepAt(toMillis(this.app.clock.now())));
  }

  /** First sign-in: the handed-out password, a new one, and the authenticator. */
  async enrol(speaker: Speaker, newPassword = GOOD_PASSWORD): Promise<StaffCompleted> {
    const first = await speaker.ok<StaffSignIn>('POST', '/api/session/staff', {
      login: this.account.login,
      password: this.account.initialPassword,
    });
    if (first.step !== 'COMPLETE' || first.totp === null) throw new Error('nothing to complete');
    this.secret = first.totp.secret;
    const body = { ticket: first.ticket, newPassword, code: this.code() };
    const done = await speaker.ok<StaffCompleted>('POST', '/api/session/staff/complete', body);
    this.password = newPassword;
    this.recoveryCodes = done.recoveryCodes ?? [];
    return done;
  }

  /** What she sends; waits for the next code first, as each works once. */
  credentials(): { login: string; password: string; code: string } {
    this.app.clock.pass(0.5);
    return { login: this.account.login, password: this.password, code: this.code() };
  }

  async signIn(speaker: Speaker): Promise<SignedIn> {
    const answer = await speaker.ok<StaffSignIn>('POST', '/api/session/staff', this.credentials());
    if (answer.step !== 'DONE') throw new Error('not done');
    return answer;
  }
}

export const STREET = {
  name: '合肥市蜀山区南七街道',
  shortName: '南七街道',
  code: '340104004',
  prefix: 'NQ',
};
export const ADMINS = {
  system: { name: '鲁明', login: 'lu.ming' },
  security: { name: '韦安', login: 'wei.an' },
  audit: { name: '昌正', login: 'chang.zheng' },
};
/** A server of the first day: no demo, the stricter profile, a proxy whose word counts. */
export const FIRST_DAY = {
  YIHU_DEMO: '0',
  YIHU_PASSWORD_PROFILE: 'dengbao',
  YIHU_RATE_LIMITS: 'off',
  TRUSTED_PROXIES: '127.0.0.1',
};

/** The code the server printed. */
export async function printedCode(app: TestApp): Promise<string> {
  return (await app.app.get(SetupService).code()) ?? 'none';
}

export async function setUp(app: TestApp, speaker: Speaker): Promise<SetupDone> {
  const body = { code: await printedCode(app), street: STREET, ...ADMINS };
  return speaker.ok<SetupDone>('POST', '/api/setup', body);
}

/** A call that anybody with a session may make. */
export const ALIVE = ['GET', '/api/me'] as const;

export async function audited(app: TestApp, action: string): Promise<number> {
  const [row] = await app.db.read<{ n: number | string }>(
    'SELECT COUNT(*) AS n FROM audit WHERE action = ?',
    [action],
  );
  return Number(row?.n);
}
