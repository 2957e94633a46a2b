/**
 * `node scripts/replay/main.ts --orders N --months M --seed S [--engine sqlite|mysql] [--tenants all]`
 * Synthetic months of N orders each through the real server on a clock that jumps from one thing to the next, with
 * the policies of the demo street or of all demo tenants. Prints tables of volumes and rates in Markdown; ends with 1
 * when anything the model promises was broken. MariaDB is started for the run alone.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type ReplayTold, tableOf } from './table.ts';

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '600' },
    months: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    engine: { type: 'string', default: 'sqlite' },
    tenants: { type: 'string', default: 'one' },
  },
});
const isCount = (text: string) => Number.isInteger(Number(text)) && Number(text) > 0;
// The first calendar known is that of 2024; the last month ends with October 2026.
const isUsable =
  isCount(values.orders) &&
  isCount(values.months) &&
  Number(values.months) <= 30 &&
  Number.isInteger(Number(values.seed)) &&
  /^(sqlite|mysql)$/.test(values.engine) &&
  /^(one|all)$/.test(values.tenants);
if (!isUsable) {
  process.stderr.write(
    '用法: node scripts/replay/main.ts --orders 600 --months 1 --seed 7 --engine sqlite|mysql [--tenants all]\n',
  );
  process.exit(2);
}

const dir = mkdtempSync(join(tmpdir(), 'yihu-replay-result-'));
const result = join(dir, 'result.json');
// The server's Jest project with the replay as its only test: it may run for minutes and is no part of CI.
const { default: base } = (await import(pathToFileURL(join(root, 'jest.config.mjs')).href)) as {
  default: { projects: { displayName: string }[] };
};
const server = base.projects.find((each) => each.displayName === 'server');
const config = JSON.stringify({ ...server, testMatch: ['<rootDir>/test/replay/replay.run.ts'] });
const jest = [
  '--experimental-vm-modules',
  join(root, 'node_modules/jest/bin/jest.js'),
  '--config',
  config,
  '--runInBand',
  '--forceExit',
];
const child = spawn(process.execPath, jest, {
  cwd: root,
  env: {
    ...process.env,
    REPLAY_ENGINE: values.engine,
    REPLAY_ORDERS: values.orders,
    REPLAY_MONTHS: values.months,
    REPLAY_SEED: values.seed,
    REPLAY_TENANTS: values.tenants,
    REPLAY_RESULT: result,
  },
  stdio: ['ignore', 'inherit', 'inherit'],
});
const [code] = (await once(child, 'exit')) as [number | null];
if (existsSync(result)) {
  const told = JSON.parse(readFileSync(result, 'utf8')) as ReplayTold;
  const title = `${values.engine}, ${values.months} × ${values.orders} orders, seed ${values.seed}, tenants: ${values.tenants}`;
  process.stdout.write(`\n${tableOf(title, told)}\n`);
}
rmSync(dir, { recursive: true, force: true });
process.exitCode = code ?? 1;
