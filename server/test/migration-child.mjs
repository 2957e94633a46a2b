// A process that migrates a database and ends itself in the middle: `node migration-child.mjs BUILT DATABASE AT HOW`.
// AT: the n-th statement that changes something. HOW `inside`: the statement is on its way, nobody waits for its
// answer; `between`: it was carried out, nothing more was.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [built, database, at, how] = process.argv.slice(2);
const load = createRequire(join(built, 'main.js'));
load('reflect-metadata');
const { DataSource } = load('typeorm');
const { writerOptions } = load('./platform/db/data-source');
const { migrate } = load('./platform/db/migrate');
const { SCHEMA } = load('./schema');

const die = () => process.kill(process.pid, 'SIGKILL');
const CHANGES = /^\s*(CREATE|ALTER|DROP|RENAME|TRUNCATE|INSERT|UPDATE|DELETE|REPLACE)\b/i;
let asked = 0;

const source = await new DataSource(writerOptions(JSON.parse(database), SCHEMA)).initialize();
const create = source.createQueryRunner.bind(source);
source.createQueryRunner = (mode) => {
  const runner = create(mode);
  const ask = runner.query.bind(runner);
  runner.query = async (...args) => {
    if (!CHANGES.test(args[0])) return ask(...args);
    asked += 1;
    if (asked < Number(at)) return ask(...args);
    const answer = ask(...args);
    if (how === 'between') await answer;
    // Once round the loop: the driver has handed it to the database.
    else await new Promise((done) => setImmediate(done));
    die();
    return new Promise(() => undefined);
  };
  return runner;
};
await migrate(source);
// Not reached unless AT lies behind the last statement.
process.stdout.write(`${asked}`);
await source.destroy();
