/**
 * `node scripts/replay/main.ts --orders N --months M --seed S [--engine sqlite|mysql] [--tenants all]`
 * Synthetic months of N orders each through the real server on a clock that jumps from one thing to the next, with
 * the policies of the demo street or of all demo tenants. Prints tables of volumes and rates in Markdown; ends with 1
 * when anything the model promises was broken. MariaDB is started for the run alone.
 */
import { parseArgs } from 'node:util';
import { runSpec } from '../run-spec.ts';
import { type ReplayTold, tableOf } from './table.ts';

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

const { code, told } = await runSpec<ReplayTold>(
  'test/replay/replay.run.ts',
  {
    REPLAY_ENGINE: values.engine,
    REPLAY_ORDERS: values.orders,
    REPLAY_MONTHS: values.months,
    REPLAY_SEED: values.seed,
    REPLAY_TENANTS: values.tenants,
  },
  'REPLAY_RESULT',
);
if (told !== null) {
  const title = `${values.engine}, ${values.months} × ${values.orders} orders, seed ${values.seed}, tenants: ${values.tenants}`;
  process.stdout.write(`\n${tableOf(title, told)}\n`);
}
process.exitCode = code;
