import fs from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

export const CHROMIUM = process.env.TEST_CHROMIUM || '/usr/bin/chromium';
/** Why browser specs are skipped here, or '' when they can run. CI installs a browser: there they must run. */
export const NO_CHROMIUM =
  process.env.CI === 'true' || fs.existsSync(CHROMIUM)
    ? ''
    : `skipped: no Chromium at ${CHROMIUM} (set TEST_CHROMIUM)`;
/** A phone: what every page is designed for. */
export const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  locale: 'zh-CN',
};

export function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const args = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...more,
  ];
  // A machine without a language calls every file with a Chinese name "download".
  const env = { ...process.env, LC_ALL: 'C.UTF-8' } as Record<string, string>;
  return chromium.launch({ executablePath: CHROMIUM, args, env });
}
