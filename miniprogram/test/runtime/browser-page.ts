import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type {} from './browser-entry.ts';
import type { Args } from './types.ts';

const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };

/**
 * Opens the page made by build-page.mjs in `out` as if `server` (http://127.0.0.1:PORT) served it, so that the
 * mini-program's requests are same-origin. `answer` gives what WeChat would: login codes, locations, taps on the
 * subscribe dialog; null means the person refused. `start`: a page path with its query.
 */
export async function openWeappPage(
  page: Page,
  options: {
    out: string;
    server: string;
    answer: (name: string, args: Args) => Promise<Args | null>;
    start?: string;
  },
): Promise<void> {
  const { out, server, answer, start } = options;
  await page.exposeFunction('weappAnswer', answer);
  await page.route(`${server}/__weapp__/*`, (route) => {
    const file = path.basename(new URL(route.request().url()).pathname);
    return route.fulfill({
      contentType: TYPES[path.extname(file)],
      body: fs.readFileSync(path.join(out, file)),
    });
  });
  await page.goto(`${server}/__weapp__/index.html${start ? `#${start}` : ''}`);
  await page.waitForSelector('page');
}
