import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Receipt, SignedIn, SubmitOrder } from '@yihu/shared';
import { newKey } from '@yihu/shared';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium, NO_CHROMIUM } from '../../miniprogram/test/chromium.ts';
import { IN_DX01, NO_SERVER, openStreet, type Street } from '../../miniprogram/test/street.ts';

const WHY_NOT = NO_CHROMIUM || NO_SERVER;
if (WHY_NOT) console.warn(WHY_NOT);
/** `describe` where a browser and the server can be had. */
export const atDesk = WHY_NOT ? describe.skip : describe;

const ROOT = path.resolve(__dirname, '..');
const PATIENCE_MS = 15_000;
export const SIZES = { small: { width: 1366, height: 768 }, large: { width: 1920, height: 1080 } } as const;

/** The build under test: the one the test command made, or one made now (seconds). */
export function builtConsole(): string {
  if (process.env.TEST_CONSOLE_DIST) return process.env.TEST_CONSOLE_DIST;
  execFileSync(process.execPath, [path.join(ROOT, '../scripts/build.mjs'), 'console'], { stdio: 'pipe' });
  return path.join(ROOT, 'dist');
}

interface Options {
  dark?: boolean;
  size?: keyof typeof SIZES;
  /** Where it begins, as `/orders?view=TO_ACCEPT`. */
  at?: string;
}

/** Somebody at a desk: a browser window of her own, signed in. What its page complains about is collected. */
export class Seat {
  readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly dir: string,
  ) {
    page.on('pageerror', (error) => this.complaints.push(`pageerror: ${error.stack}`));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(`console: ${message.text()}`);
    });
  }

  static async take(
    browser: Browser,
    street: Street,
    dir: string,
    person: string,
    options: Options,
  ): Promise<Seat> {
    const { dark = false, size = 'small', at = '/' } = options;
    const context = await browser.newContext({
      viewport: SIZES[size],
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    const shift = street.clockShift;
    await context.addInitScript((ms: number) => {
      const Real = Date;
      class Shifted extends Real {
        constructor(...given: [] | [number | string]) {
          if (given.length === 0) super(Real.now() + ms);
          else super(...(given as [number]));
        }
        static override now() {
          return Real.now() + ms;
        }
      }
      globalThis.Date = Shifted as DateConstructor;
    }, shift);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const seat = new Seat(page, context, dir);
    await page.goto(`${street.url}/desk/#${at}`);
    await page.locator(`#demo-${person}`).click();
    await page.locator('#desk-main').waitFor();
    return seat;
  }

  /** Goes to a screen by its address. */
  async go(at: string): Promise<void> {
    await this.page.evaluate((to) => {
      location.hash = to;
    }, at);
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** Keys one after the other, as `press('j', 'j', 'Enter')`. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Keeps a picture of what is on the screen now. */
  async shot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(this.dir, `${name}.png`), animations: 'disabled' });
  }

  /** Serious and critical faults of accessibility on what is shown now, one line each. */
  async axe(): Promise<string[]> {
    await this.page.evaluate(axe.source);
    const { violations } = await this.page.evaluate(() =>
      (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }),
    );
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
      );
  }

  /** Leaves the desk; throws what its page complained about, except what was `expected`. */
  async leave(expected?: RegExp): Promise<void> {
    await this.context.close();
    const left = this.complaints.filter((complaint) => !expected?.test(complaint));
    if (left.length > 0) throw new Error(`the page complained:\n${left.join('\n')}`);
  }
}

export interface DeskScene {
  /** Where pictures go. */
  readonly dir: string;
  readonly street: Street;
  seat: (person: string, options?: Options) => Promise<Seat>;
  /** Asks the server as a demo person; throws what is refused. */
  call: <T>(person: string, method: string, path: string, body?: unknown) => Promise<T>;
  /** Files an order as a resident; more than the text where it matters. */
  file: (text: string, more?: Partial<SubmitOrder>) => Promise<Receipt>;
}

/**
 * Call it inside `atDesk`: opens server and browser before all tests, closes them, and asks the server for complaints.
 * `settings`: what the operator has set besides.
 */
export function deskScene(
  name: string,
  prepare?: (scene: DeskScene) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
): DeskScene {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), `yihu-desk-${name}-`));
  let open: { street: Street; browser: Browser } | null = null;
  const seats: Seat[] = [];
  const tokens = new Map<string, string>();
  const opened = () => {
    if (open === null) throw new Error('the scene is not open yet');
    return open;
  };
  const ask = async <T>(token: string | null, method: string, at: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${opened().street.url}${at}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${at}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const made: DeskScene = {
    dir,
    get street() {
      return opened().street;
    },
    async seat(person, options = {}) {
      const { street, browser } = opened();
      const seat = await Seat.take(browser, street, dir, person, options);
      seats.push(seat);
      return seat;
    },
    async call(person, method, at, body) {
      if (!tokens.has(person)) {
        const { token } = await ask<SignedIn>(null, 'POST', '/api/session/demo', { code: person });
        tokens.set(person, token);
      }
      return ask(tokens.get(person) ?? null, method, at, body);
    },
    async file(text, more = {}) {
      const { streets } = await ask<{ streets: { id: string }[] }>(null, 'GET', '/api/streets');
      const draft: SubmitOrder = {
        draftId: newKey(),
        streetId: streets[0]?.id ?? '',
        text,
        photoIds: [],
        point: IN_DX01,
        gridCode: null,
        address: '东门 3 号楼',
        classCode: null,
        requestType: 'COMPLAINT',
        partyKind: 'PERSON',
        companyName: '',
        confidentiality: 'SURNAME',
        contactName: '李秀兰',
        contactPhone: '13800138000',
        ...more,
      };
      return made.call<Receipt>('li', 'POST', '/api/orders', draft);
    },
  };
  beforeAll(async () => {
    const [street, browser] = await Promise.all([
      openStreet(undefined, builtConsole(), settings),
      launchChromium(),
    ]);
    open = { street, browser };
    console.info(`pictures: ${dir}`);
    await prepare?.(made);
  }, 240_000);
  afterAll(async () => {
    const complaints = open?.street.complaints() ?? '';
    await open?.browser.close();
    await open?.street.close();
    expect(complaints).toBe('');
  });
  return made;
}
