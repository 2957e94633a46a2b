// The browser the specs drive: whatever Chromium is there, else Debian's, with a font that has Chinese.
import { existsSync } from 'node:fs';
import { attempt } from '../bootstrap.mjs';
import { aptInstall, findProgram, MissingTool, whyNoApt } from './apt.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const ELSEWHERE = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const find = () => findProgram(NAMES) ?? ELSEWHERE.find((file) => existsSync(file));

/** Without such a font Chinese is drawn as boxes and every width measured on screen is wrong. */
async function hasChineseFont() {
  if (process.platform !== 'linux') return true;
  const list = findProgram(['fc-list']);
  if (!list) return existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc');
  return (await attempt(list, [':lang=zh-cn'], { quiet: true })).output.trim() !== '';
}

/**
 * Finds or (root on Debian) installs Chromium and Chinese fonts.
 * @returns {Promise<string>} the browser's executablePath
 * @throws {MissingTool}
 */
export async function findChromium() {
  const given = process.env.TEST_CHROMIUM;
  if (given) {
    if (existsSync(given)) return given;
    throw new MissingTool(`TEST_CHROMIUM 指向的 ${given} 不存在 (no such file)`);
  }
  const wanted = [...(find() ? [] : ['chromium']), ...((await hasChineseFont()) ? [] : ['fonts-noto-cjk'])];
  // A missing font alone is no reason to leave the browser out where nothing may be installed.
  if (wanted.includes('chromium') || (wanted.length > 0 && !whyNoApt())) await aptInstall(wanted);
  const browser = find();
  if (!browser) throw new MissingTool('安装后仍找不到 chromium (chromium not found after its installation)');
  const { code, output } = await attempt(browser, ['--version'], { quiet: true });
  if (code !== 0) throw new MissingTool(`${browser} 无法运行 (does not run): ${output.trim()}`);
  return browser;
}
