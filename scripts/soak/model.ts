/**
 * `node scripts/soak/model.ts --pure N --server N --seed S`
 * The model-based tests for longer than in CI: N steps on the pure rules, N through the server on SQLite, and on
 * MariaDB too when TEST_MYSQL_URL offers one. A failure names its seed and the last steps before it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    pure: { type: 'string', default: '100000' },
    server: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const numbers = [values.pure, values.server, values.seed].map(Number);
if (!numbers.every((each) => Number.isInteger(each) && each > 0)) {
  process.stderr.write('用法: node scripts/soak/model.ts --pure 100000 --server 20000 --seed 7\n');
  process.exit(2);
}
process.stdout.write(`seed ${values.seed}\n`);
const jest = [
  ...['--experimental-vm-modules', join(root, 'node_modules/jest/bin/jest.js')],
  ...['--runInBand', '--selectProjects', 'server', '--testTimeout', String(24 * 3_600_000)],
  ...['--testPathPatterns', 'test/model/procedures.spec', 'test/model.api.spec'],
];
const env = {
  ...process.env,
  MODEL_PURE_STEPS: values.pure,
  MODEL_STEPS: values.server,
  MODEL_SEED: values.seed,
  MODEL_TALLY: '1',
};
const child = spawn(process.execPath, jest, { cwd: root, env, stdio: 'inherit' });
const [code] = (await once(child, 'exit')) as [number | null];
process.exitCode = code ?? 1;
