// The browser the README's pictures are taken with.
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { entry, Plain, root } from './bootstrap.mjs';
import { findChromium } from './services/chromium.mjs';

/** @type {any} the mini-program's own copy */
const { chromium } = createRequire(join(root, 'miniprogram', 'package.json'))('playwright-core');
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
/** Where the README's pictures lie. */
export const OUT = join(root, 'docs', 'images');

/**
 * Runs `work` with the server's address from the command line and a browser, which is closed afterwards.
 * @param {string} usage
 * @param {(base: string, browser: any) => Promise<void>} work
 */
export async function withBrowser(usage, work) {
  await entry(async () => {
    const base = process.argv[2];
    if (!base) throw new Plain(`用法 (usage): ${usage}`);
    const browser = await chromium.launch({ executablePath: await findChromium(), args: FLAGS });
    await work(base.replace(/\/$/, ''), browser).finally(() => browser.close());
  });
}

/**
 * The same for pictures: the folder they go to is there.
 * @param {string} usage
 * @param {(base: string, browser: any) => Promise<void>} take
 */
export async function takePictures(usage, take) {
  mkdirSync(OUT, { recursive: true });
  await withBrowser(usage, take);
}
