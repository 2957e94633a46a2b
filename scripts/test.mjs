// `npm test`: tools, builds, then every spec. `--quick`: the rules, and the journeys
// everything else stands on, on SQLite: no builds, no services, under a minute on two quiet cores.
// Anything else on the command line goes to Jest.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { attempt, childEnv, ensureInstalled, entry, projectNode, root, show } from './bootstrap.mjs';
import { build } from './build.mjs';
import { countJest, report, skippedCases } from './counts.mjs';
import { whenOrphaned } from './processes.mjs';
import { MissingTool } from './services/apt.mjs';
import { findChromium } from './services/chromium.mjs';
import { startMariadb } from './services/mariadb.mjs';

const RESULT = join(root, '.cache', 'jest-result.json');
const LIMIT_MS = 35 * 60_000;
/** Journeys of the inner loop: the main job, one procedure, one list, and what holds the house together. */
const INNER_LOOP = ['main-job', 'office', 'return', 'desk-list', 'architecture'];
const NOT_QUICK = [
  ...['browser\\.spec', 'weapp.*\\.spec', 'desk\\.spec', '/node_modules/', '/dist/'],
  `/server/test/(?!(${INNER_LOOP.join('|')})\\.api)`,
  // Decoding photos and starting services takes longer than all rules together.
  ...['/attachments/ingest/', '/scripts/wechat-standin/', '/scripts/services/'],
];

/** @typedef {{ what: string, why: string }} Gap specs that cannot run here */

/**
 * @template T
 * @param {string} what which specs need it
 * @param {() => Promise<T>} find
 * @param {Gap[]} gaps
 * @returns {Promise<T | undefined>}
 */
async function findOrNote(what, find, gaps) {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof MissingTool)) throw error;
    gaps.push({ what, why: error.message });
    return undefined;
  }
}

/** @param {string[]} args @param {NodeJS.ProcessEnv} env */
async function runJest(args, env) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(RESULT, { force: true });
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  await attempt(
    projectNode,
    [...flags, jest, '--maxWorkers=2', '--json', `--outputFile=${RESULT}`, ...args],
    {
      env: childEnv({ NODE_ENV: 'test', ...env }),
      timeoutMs: LIMIT_MS,
    },
  );
  try {
    return /** @type {import('./counts.mjs').JestResult} */ (JSON.parse(readFileSync(RESULT, 'utf8')));
  } catch {
    console.error('Jest 没有留下结果:它中途退出或超时 (Jest left no result: it crashed or timed out)');
    return undefined;
  }
}

/** @param {import('./counts.mjs').JestResult} result @param {Gap[]} gaps */
function tellWhatDidNotRun(result, gaps) {
  for (const { what, why } of gaps) console.log(`未运行:${what} 因为 ${why}`);
  for (const { file, names } of skippedCases(result)) {
    console.log(`未运行:${relative(root, file)} 中的 ${names.length} 项,例如“${names[0]}” (skipped)`);
  }
}

/** @param {NodeJS.ProcessEnv} tools @param {string[]} args @param {Gap[]} gaps */
async function runAndReport(tools, args, gaps) {
  const result = await runJest(args, tools);
  if (!result) return report({ passed: 0, failed: 1, skipped: 0 });
  tellWhatDidNotRun(result, gaps);
  const counts = countJest(result);
  // Where everything can be installed, a gap is a fault of the set-up, not a fact of the machine.
  if (process.env.CI === 'true') counts.failed += gaps.length;
  return report(counts);
}

/** @param {string[]} args */
async function everything(args) {
  /** @type {Gap[]} */
  const gaps = [];
  const chromium = await findOrNote('浏览器测试 (browser specs)', findChromium, gaps);
  await build(['shared', 'server', 'h5', 'weapp', 'console']);
  const mariadb = await findOrNote('MySQL/MariaDB 上的测试 (specs on MariaDB)', startMariadb, gaps);
  try {
    const tools = {
      TEST_MYSQL_URL: mariadb?.url,
      TEST_CHROMIUM: chromium,
      TEST_WEAPP_DIST: join(root, 'miniprogram', 'dist', 'weapp'),
      TEST_H5_DIST: join(root, 'miniprogram', 'dist', 'h5'),
      TEST_CONSOLE_DIST: join(root, 'console', 'dist'),
    };
    return await runAndReport(tools, args, gaps);
  } finally {
    await mariadb?.stop();
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));
whenOrphaned(() => process.exit(130));

async function main() {
  const args = process.argv.slice(2).filter((arg) => arg !== '--quick');
  await ensureInstalled();
  if (!process.argv.includes('--quick')) return everything(args);
  const filter = NOT_QUICK.flatMap((pattern) => ['--testPathIgnorePatterns', pattern]);
  return runAndReport({ TEST_MYSQL_URL: undefined, TEST_CHROMIUM: undefined }, [...filter, ...args], []);
}

await entry(async () => {
  try {
    return await main();
  } catch (error) {
    show(error);
    return report({ passed: 0, failed: 1, skipped: 0 });
  }
});
