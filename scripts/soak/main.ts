/**
 * `node scripts/soak/main.ts --minutes N --seed S [--engine sqlite|mysql]`
 * People file and work for N minutes while servers are killed and restarted, the database dies, its line stalls and
 * cuts, and WeChat fails, all in the order of the seed. Then everything is checked. Prints a table in Markdown; ends
 * with 1 when anything was wrong. MariaDB is started for the run alone.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type SoakTold, tableOf } from './table.ts';

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    engine: { type: 'string', default: 'sqlite' },
  },
});
const isUsable =
  Number(values.minutes) > 0 &&
  Number.isInteger(Number(values.seed)) &&
  /^(sqlite|mysql)$/.test(values.engine);
if (!isUsable) {
  process.stderr.write('用法: node scripts/soak/main.ts --minutes 15 --seed 7 --engine sqlite|mysql\n');
  process.exit(2);
}

const dir = mkdtempSync(join(tmpdir(), 'yihu-soak-result-'));
const result = join(dir, 'result.json');
// The server's Jest project with the soak as its only test: it runs for minutes and is no part of CI.
const { default: base } = (await import(pathToFileURL(join(root, 'jest.config.mjs')).href)) as {
  default: { projects: { displayName: string }[] };
};
const server = base.projects.find((each) => each.displayName === 'server');
const config = JSON.stringify({ ...server, testMatch: ['<rootDir>/test/soak/soak.run.ts'] });
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
    SOAK_ENGINE: values.engine,
    SOAK_SEED: values.seed,
    SOAK_MINUTES: values.minutes,
    SOAK_RESULT: result,
  },
  stdio: ['ignore', 'inherit', 'inherit'],
});
const [code] = (await once(child, 'exit')) as [number | null];
if (existsSync(result)) {
  const told = JSON.parse(readFileSync(result, 'utf8')) as SoakTold;
  process.stdout.write(`\n${tableOf(values, told)}\n`);
}
rmSync(dir, { recursive: true, force: true });
process.exitCode = code ?? 1;
