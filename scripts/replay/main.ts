/**
 * `node scripts/replay/main.ts --orders N --months M --seed S [--engine sqlite|mysql] [--tenants all] [--keep DIR]`
 * Synthetic months of N orders each through the real server on a clock that jumps from one thing to the next, with
 * the policies of the demo street or of all demo tenants. Prints tables of volumes and rates in Markdown; ends with 1
 * when anything the model promises was broken. MariaDB is started for the run alone.
 * `--keep DIR` (SQLite): the months end yesterday and stay in DIR, for `YIHU_DATA_DIR=DIR npm start`.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dayOf } from '@yihu/shared';
import { runSpec } from '../run-spec.ts';
import { loadSecrets } from '../secrets.mjs';
import { type ReplayTold, tableOf } from './table.ts';

const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '600' },
    months: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    engine: { type: 'string', default: 'sqlite' },
    tenants: { type: 'string', default: 'one' },
    keep: { type: 'string' },
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
  /^(one|all)$/.test(values.tenants) &&
  (values.keep === undefined ||
    (values.engine === 'sqlite' && !existsSync(join(values.keep, 'yihu.sqlite'))));
if (!isUsable) {
  process.stderr.write(
    '用法: node scripts/replay/main.ts --orders 600 --months 1 --seed 7 --engine sqlite|mysql [--tenants all] [--keep 新目录]\n',
  );
  process.exit(2);
}

/** The day of the machine's clock in Shanghai: the first that the kept months leave out. */
const today = () => dayOf(new Date().toISOString());
const kept =
  values.keep === undefined
    ? {}
    : { ...loadSecrets(resolve(values.keep)), REPLAY_KEEP: resolve(values.keep), REPLAY_END: today() };

const { code, told } = await runSpec<ReplayTold>(
  'test/replay/replay.run.ts',
  {
    REPLAY_ENGINE: values.engine,
    REPLAY_ORDERS: values.orders,
    REPLAY_MONTHS: values.months,
    REPLAY_SEED: values.seed,
    REPLAY_TENANTS: values.tenants,
    ...kept,
  },
  'REPLAY_RESULT',
);
if (told !== null) {
  const title = `${values.engine}, ${values.months} × ${values.orders} orders, seed ${values.seed}, tenants: ${values.tenants}`;
  process.stdout.write(`\n${tableOf(title, told)}\n`);
}
process.exitCode = code;
