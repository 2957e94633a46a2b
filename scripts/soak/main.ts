/**
 * `node scripts/soak/main.ts --minutes N --seed S [--engine sqlite|mysql]`
 * People file and work for N minutes while servers are killed and restarted, the database dies, its line stalls and
 * cuts, and WeChat fails, all in the order of the seed. Then everything is checked. Prints a table in Markdown; ends
 * with 1 when anything was wrong. MariaDB is started for the run alone.
 */
import { parseArgs } from 'node:util';
import { runSpec } from '../run-spec.ts';
import { type SoakTold, tableOf } from './table.ts';

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

const { code, told } = await runSpec<SoakTold>(
  'test/soak/soak.run.ts',
  {
    SOAK_ENGINE: values.engine,
    SOAK_SEED: values.seed,
    SOAK_MINUTES: values.minutes,
  },
  'SOAK_RESULT',
);
if (told !== null) {
  process.stdout.write(`\n${tableOf(values, told)}\n`);
}
process.exitCode = code;
