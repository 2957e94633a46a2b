import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { ConfigError } from '../../config/env';
import { engineOf } from './data-source';
import { MigrationSteps, STEP_TABLE } from './migration-steps';

const LOCK_WAIT_S = 60;

export interface SchemaState {
  /** Migrations of this program that the database has not seen. */
  missing: string[];
  /** Migrations the database has seen and this program does not know: it was made by a newer one. */
  unknown: string[];
}

/** Compares the migrations of this program with those the database has seen. `ask` answers rows of a SELECT. */
export async function schemaState(
  source: DataSource,
  ask: (sql: string) => Promise<{ name: string }[]>,
): Promise<SchemaState> {
  const seen = (await ask('SELECT name FROM migration')).map((row) => row.name);
  const known = source.migrations.map((migration) => migration.name ?? migration.constructor.name);
  return {
    missing: known.filter((name) => !seen.includes(name)),
    unknown: seen.filter((name) => !known.includes(name)),
  };
}

/**
 * Applies what is missing, and goes on with what was broken off. Processes that start together migrate one after
 * the other. Throws ConfigError where the database is another program's, or a newer version's.
 */
export async function migrate(writer: DataSource): Promise<void> {
  if (engineOf(writer) === 'sqlite') {
    await refuseForeign(writer, (sql) => writer.query(sql));
    await writer.runMigrations({ transaction: 'each' });
    return;
  }
  const runner = writer.createQueryRunner();
  await runner.connect();
  try {
    // One connection for the lock and the changes: a statement that outlives its process goes on holding the lock.
    const lock = `yihu.migrate.${(await runner.query('SELECT DATABASE() AS name'))[0].name as string}`;
    const [got] = (await runner.query('SELECT GET_LOCK(?, ?) AS ok', [lock, LOCK_WAIT_S])) as {
      ok: unknown;
    }[];
    if (Number(got?.ok) !== 1) {
      throw new ConfigError(['另一个进程正在升级数据库,等了一分钟还没有完:请等它完成后再启动']);
    }
    const tables = await refuseForeign(writer, (sql) => runner.query(sql));
    await applyMissing(writer, runner);
    // Left by a process that died after its last step.
    if (tables.includes(STEP_TABLE)) await runner.query(`DROP TABLE IF EXISTS ${STEP_TABLE}`);
    await runner.query('SELECT RELEASE_LOCK(?)', [lock]);
  } finally {
    await runner.release();
  }
}

async function applyMissing(writer: DataSource, runner: QueryRunner): Promise<void> {
  const executor = new MigrationExecutor(writer, runner);
  for (const migration of await executor.getPendingMigrations()) {
    await MigrationSteps.during(runner, migration.name, () => executor.executeMigration(migration));
  }
}

/** Old programs stay away from newer databases, and every program from other people's. Answers the tables there are. */
async function refuseForeign(
  writer: DataSource,
  ask: (sql: string) => Promise<{ name: string }[]>,
): Promise<string[]> {
  const tables = (
    await ask(
      engineOf(writer) === 'sqlite'
        ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    )
  ).map((row) => row.name);
  if (!tables.includes('migration')) {
    const others = tables.filter((name) => name !== STEP_TABLE);
    if (others.length === 0) return tables;
    throw new ConfigError([
      `这个数据库里有别的程序的表(${others.slice(0, 3).join('、')}),没有本系统的升级记录:请给本系统一个空的数据库`,
    ]);
  }
  const { unknown } = await schemaState(writer, ask);
  if (unknown.length === 0) return tables;
  throw new ConfigError([
    `数据库是更新版本的程序升级过的(${unknown.join('、')}),这个旧版本不认识,不会打开它:请改用那个版本或更新的程序;一定要用旧版本时,请从升级前的备份恢复`,
  ]);
}
