import fs from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { toGcj02 } from '../src/view/datum.ts';
import { PHONE } from './chromium.ts';
import { openWeappPage } from './runtime/browser-page.ts';
import type { Args } from './runtime/types.ts';
import { IN_DX01, type Street } from './street.ts';

export interface Point {
  lat: number;
  lng: number;
}

export interface ScreenOptions {
  street: Street;
  /** Where build-page.mjs put the page of the WeChat build; without it the H5 build at `/` is opened. */
  weappPage?: string;
  /** Demo code of the person holding the phone. On H5 she is not signed in yet. */
  person: string;
  at?: Point;
  /** The glass in px; 375 × 812 without. */
  size?: { width: number; height: number };
  /** The phone is in dark mode. */
  dark?: boolean;
  /** Page path with its query; the home page without. */
  start?: string;
  /** Folder of the pictures taken, and what their names begin with. */
  shots: { dir: string; prefix: string };
}

/** The machine's clock moved to where the server's is. */
const SHIFT_CLOCK = (shift: number) => {
  const Real = Date;
  class Shifted extends Real {
    constructor(...given: [] | [number | string]) {
      if (given.length === 0) super(Real.now() + shift);
      else super(...(given as [number]));
    }
    static override now() {
      return Real.now() + shift;
    }
  }
  globalThis.Date = Shifted as DateConstructor;
};

/** Waits, two seconds at most, until what the page shows of photos has arrived; WeChat's tag paints a background. */
const LOAD_PICTURES = async () => {
  const painted = [...document.querySelectorAll<HTMLElement>('image')].map((tag) => {
    const picture = new Image();
    picture.src = /url\("(.+)"\)/.exec(tag.style.backgroundImage)?.[1] ?? '';
    return picture;
  });
  const all = [...document.images, ...painted].filter(({ src }) => src !== '');
  const loaded = Promise.all(all.map((picture) => picture.decode().catch(() => undefined)));
  await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, 2_000))]);
};

const PATIENCE_MS = 15_000;
const TALL = { width: 375, height: 812 };
let taken = 0;
const open = new Set<Screen>();

/** Takes a last picture of every phone a failed test left open, tells what its page said, and closes it. */
export async function closeLeftOpen(): Promise<void> {
  for (const screen of open) {
    await screen.shot('FAILED');
    if (screen.complaints.length > 0) console.error(screen.complaints.join('\n'));
    await screen.page.context().close();
    open.delete(screen);
  }
}

/** One phone in a browser with one of the builds. Whatever it complains about is collected for `close`. */
export class Screen {
  readonly complaints: string[] = [];
  private readonly tabs: Screen[] = [];

  private constructor(
    readonly page: Page,
    private readonly options: ScreenOptions,
  ) {
    page.on('pageerror', (error) => this.complaints.push(`pageerror: ${error.stack}`));
    page.on('console', (message) => {
      const { url } = message.location();
      // Taro tells of APIs it cannot do on H5 (__taroNotSupport) by a warning
      if (['error', 'warning'].includes(message.type()))
        this.complaints.push(`console: ${message.text()} ${url}`);
    });
  }

  static async open(browser: Browser, options: ScreenOptions): Promise<Screen> {
    const { street, weappPage, at = IN_DX01, dark = false, person, start, size = TALL } = options;
    const context = await browser.newContext({
      ...PHONE,
      viewport: size,
      colorScheme: dark ? 'dark' : 'light',
      timezoneId: 'Asia/Shanghai',
      geolocation: { latitude: at.lat, longitude: at.lng },
      permissions: ['geolocation'],
    });
    await context.addInitScript(SHIFT_CLOCK, street.clockShift);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const screen = new Screen(page, options);
    open.add(screen);
    if (!weappPage) {
      await page.goto(`${street.url}/${start ? `#/${start}` : ''}`);
      return screen;
    }
    const [latitude, longitude] = toGcj02({ ...at, datum: 'WGS84' });
    const answer = async (name: string, args: Args): Promise<Args | null> => {
      if (name === 'login') return { code: await street.loginCode(person) };
      if (name === 'getLocation') return { latitude, longitude };
      if (name === 'requestSubscribeMessage') return street.acceptAll(person, args.tmplIds as string[]);
      return null;
    };
    await openWeappPage(page, { out: weappPage, server: street.url, answer, start });
    return screen;
  }

  private get isWeapp(): boolean {
    return this.options.weappPage !== undefined;
  }

  /** What is in sight and matches; pages below the top one stay in the document on both builds. */
  at(selector: string): Locator {
    return this.page.locator(selector).filter({ visible: true }).first();
  }

  async tap(selector: string): Promise<void> {
    await this.at(selector).tap();
  }

  async tapText(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().tap();
  }

  /** Types into the field with this id: on H5 the real field sits inside. */
  async type(id: string, value: string): Promise<void> {
    await this.field(id).fill(value);
  }

  field(id: string): Locator {
    return this.isWeapp ? this.at(`#${id}`) : this.at(`#${id} textarea, #${id} input`);
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** Taps what opens the camera or album and gives it a photo. */
  async photo(opener: string, file: string): Promise<void> {
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.tap(opener)]);
    await chooser.setFiles(file);
    await this.sees('已上传');
  }

  async tab(name: string): Promise<void> {
    const bar = this.isWeapp ? '#wx-tabs button' : '.weui-tabbar__item';
    await this.page.locator(bar).filter({ hasText: name, visible: true }).tap();
  }

  async signIn(): Promise<void> {
    if (this.isWeapp) return;
    const { person } = this.options;
    const row = this.page.locator(`#demo-${person}`).filter({ visible: true });
    await this.page.locator('[id^="demo-"]').filter({ visible: true }).first().waitFor();
    if ((await row.count()) === 0) {
      for (const more of await this.page.locator('[id^="demo-more-"]').all()) await more.tap();
    }
    await row.tap();
    await row.waitFor({ state: 'hidden' });
  }

  /** Keeps a picture of what is on the screen now. */
  async shot(name: string): Promise<void> {
    const { dir, prefix } = this.options.shots;
    taken += 1;
    fs.mkdirSync(dir, { recursive: true });
    const file = `${String(taken).padStart(2, '0')}-${prefix}-${name}.png`;
    await this.page.evaluate(LOAD_PICTURES);
    await this.page.screenshot({ path: path.join(dir, file), animations: 'disabled' });
  }

  /** Another tab of the same browser: the same storage, the same session. */
  async secondTab(start: string): Promise<Screen> {
    const { street } = this.options;
    const screen = new Screen(await this.page.context().newPage(), this.options);
    screen.page.setDefaultTimeout(PATIENCE_MS);
    await screen.page.goto(`${street.url}/#/${start}`);
    this.tabs.push(screen);
    return screen;
  }

  /** Closes the phone; throws what its pages complained about, except what was `expected`. */
  async close(expected?: RegExp): Promise<void> {
    open.delete(this);
    if (this.isWeapp) {
      const inside = await this.page.evaluate(() => {
        const { engine, host } = window.weapp;
        return [...engine.errors.map(String), ...host.unanswered.map((name) => `wx.${name}: no answer`)];
      });
      this.complaints.push(...inside);
    }
    await this.page.context().close();
    const all = [this, ...this.tabs].flatMap(({ complaints }) => complaints);
    const left = all.filter((complaint) => !expected?.test(complaint));
    if (left.length > 0) throw new Error(`the page complained:\n${left.join('\n')}`);
  }
}
