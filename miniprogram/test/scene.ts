import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { built } from './built.ts';
import { launchChromium, NO_CHROMIUM } from './chromium.ts';
import { drawPictures, type Pictures } from './pictures.ts';
import { closeLeftOpen, Screen, type ScreenOptions } from './screens.ts';
import { NO_SERVER, openStreet, type Street } from './street.ts';

export type Build = 'h5' | 'weapp';

const WHY_NOT = NO_CHROMIUM || NO_SERVER;
if (WHY_NOT) console.warn(WHY_NOT);
/** `describe` where a browser and the server can be had. */
export const inBrowser = WHY_NOT ? describe.skip : describe;

/** What every journey in a browser stands on. It is there from the first test on. */
export interface Scene {
  /** Where pictures of the screens go. */
  readonly dir: string;
  readonly street: Street;
  readonly pictures: Pictures;
  readonly browser: Browser;
  /** A signed-in person's phone with one of the builds; with `start` nobody signs in. */
  phone: (build: Build, person: string, more?: Partial<ScreenOptions>) => Promise<Screen>;
}

interface Wants {
  builds: readonly Build[];
  /** More switches for the browser. */
  chromium?: readonly string[];
  /** Goes on in the same set-up, e.g. to file what all tests look at. */
  prepare?: (scene: Scene) => Promise<void>;
}

/** Call it inside `inBrowser`: opens server, pictures and browser before all tests, and asks after each for complaints. */
export function scene(name: string, { builds, chromium = [], prepare }: Wants): Scene {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), `yihu-${name}-`));
  const weappPage = path.join(dir, 'weapp-page');
  let open: { street: Street; pictures: Pictures; browser: Browser } | null = null;
  const opened = () => {
    if (open === null) throw new Error('the scene is not open yet');
    return open;
  };
  const made: Scene = {
    dir,
    get street() {
      return opened().street;
    },
    get pictures() {
      return opened().pictures;
    },
    get browser() {
      return opened().browser;
    },
    async phone(build, person, more = {}) {
      const { street, browser } = opened();
      const shots = { dir, prefix: `${build}-${person}${more.dark ? '-dark' : ''}` };
      const page = build === 'weapp' ? weappPage : undefined;
      const screen = await Screen.open(browser, { street, weappPage: page, person, shots, ...more });
      if (!more.start) await screen.signIn();
      return screen;
    },
  };
  beforeAll(async () => {
    const h5 = builds.includes('h5') ? built('h5') : undefined;
    if (builds.includes('weapp')) {
      execFileSync(process.execPath, [
        path.join(__dirname, 'runtime/build-page.mjs'),
        built('weapp'),
        weappPage,
      ]);
    }
    const [street, pictures, browser] = await Promise.all([
      openStreet(h5),
      drawPictures(path.join(dir, 'photos')),
      launchChromium([...chromium]),
    ]);
    open = { street, pictures, browser };
    console.info(`pictures of every step: ${dir}`);
    await prepare?.(made);
  }, 240_000);
  afterEach(async () => {
    await closeLeftOpen();
    expect(opened().street.complaints()).toBe('');
  });
  afterAll(async () => {
    await open?.browser.close();
    await open?.street.close();
    fs.rmSync(weappPage, { recursive: true, force: true });
  });
  return made;
}
