import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DataSource,
  type MigrationInterface,
  type QueryRunner,
  Table,
  TableColumn,
  TableIndex,
} from 'typeorm';
import { type DatabaseOptions, type Schema, writerOptions } from '../src/platform/db/data-source';
import { migrate } from '../src/platform/db/migrate';
import { newId } from '../src/platform/ids';
import { SCHEMA } from '../src/schema';
import { ENGINES } from './spec-database';

const COLUMNS = ['kind', 'note'].map(
  (name) => new TableColumn({ name, type: 'varchar', length: '8', isNullable: true }),
);
const INDEX = new TableIndex({ name: 'ix_paper_kind', columnNames: ['kind'] });

class Papers1000000000001 implements MigrationInterface {
  name = 'Papers1000000000001';
  async up(runner: QueryRunner): Promise<void> {
    const columns = [{ name: 'id', type: 'integer', isPrimary: true }];
    for (const name of ['stamp', 'paper']) await runner.createTable(new Table({ name, columns }), true);
    for (const id of [1, 2]) await runner.query('INSERT INTO paper (id) VALUES (?)', [id]);
  }
  async down(): Promise<void> {}
}
class Kinds1000000000002 implements MigrationInterface {
  name = 'Kinds1000000000002';
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('paper', COLUMNS);
    await runner.query("UPDATE paper SET kind = 'old', id = id + 10");
    await runner.createIndices('paper', [INDEX]);
    await runner.query('INSERT INTO stamp (id) SELECT id FROM paper');
  }
  async down(): Promise<void> {}
}
const SMALL: Schema = { entities: [], migrations: [Papers1000000000001, Kinds1000000000002] };

class Died extends Error {}
/** Some dozen databases are made and removed. */
const PATIENCE_MS = 180_000;

describe.each(ENGINES)('migrations on %s (F19)', (_, serverUrl) => {
  let dataDir: string;
  let database: DatabaseOptions;
  let admin: DataSource | null = null;
  beforeAll(async () => {
    if (serverUrl !== null) admin = await new DataSource({ type: 'mysql', url: serverUrl }).initialize();
  });
  beforeEach(fresh);
  afterEach(async () => {
    jest.restoreAllMocks();
    await drop();
  });
  afterAll(() => admin?.destroy());

  async function fresh(): Promise<void> {
    dataDir = mkdtempSync(join(tmpdir(), 'yihu-migrate-'));
    const name = `migrate_${newId().toLowerCase()}`;
    await admin?.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    const url = serverUrl === null ? null : Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
    database = { url, dataDir };
  }
  async function drop(): Promise<void> {
    await admin?.query(`DROP DATABASE ${new URL(database.url ?? '').pathname.slice(1)}`);
    rmSync(dataDir, { recursive: true, force: true });
  }

  /** Opens the database as a process of its own would, lets it work, and ends it. */
  async function process<T>(schema: Schema, work: (source: DataSource) => Promise<T>): Promise<T> {
    const options = writerOptions(database, schema);
    // MariaDB spells "no default" as NULL; only the driver of that name knows.
    const source = new DataSource(options.type === 'mysql' ? { ...options, type: 'mariadb' } : options);
    await source.initialize();
    return work(source).finally(() => source.destroy());
  }

  /** Migrates and dies when the `at`-th statement was carried out, before it hears of it: as if just before the next. */
  async function dieAt(at: number): Promise<boolean> {
    try {
      await process(SMALL, async (source) => {
        const create = source.createQueryRunner.bind(source);
        jest.spyOn(source, 'createQueryRunner').mockImplementation((mode) => {
          const runner = create(mode);
          const ask = runner.query.bind(runner);
          let asked = 0;
          runner.query = (async (...args: Parameters<typeof ask>) => {
            // A death between two looks changes nothing.
            if (!/^\s*(SELECT|SHOW|PRAGMA)/.test(args[0])) asked += 1;
            if (asked === at) await ask(...args);
            if (asked >= at) throw new Died();
            return ask(...args);
          }) as typeof runner.query;
          return runner;
        });
        await migrate(source);
      });
      return false;
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      return true;
    }
  }

  const tables = (source: DataSource): Promise<string[]> =>
    source
      .query(
        serverUrl === null
          ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
          : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
      )
      .then((rows: { name: string }[]) => rows.map((row) => row.name).sort());

  it(
    'go on where they were broken off, at whichever statement it was',
    async () => {
      // The migrations tell of their failures, as they should.
      jest.spyOn(console, 'log').mockReturnValue();
      let deaths = 0;
      for (let at = 1, isOver = false; !isOver; at += 1) {
        await drop();
        await fresh();
        isOver = !(await dieAt(at));
        if (!isOver) deaths += 1;
        await process(SMALL, async (source) => {
          await migrate(source);
          expect(await tables(source)).toEqual(['migration', 'paper', 'stamp']);
          const rows = 'SELECT p.id, p.kind, p.note FROM paper p JOIN stamp s ON s.id = p.id ORDER BY p.id';
          const old = { kind: 'old', note: null };
          expect(await source.query(rows)).toEqual([
            { id: 11, ...old },
            { id: 12, ...old },
          ]);
          const table = await source.createQueryRunner().getTable('paper');
          expect(table?.indices.map((index) => index.name)).toEqual([INDEX.name]);
          const seen: { name: string }[] = await source.query('SELECT name FROM migration ORDER BY id');
          expect(seen.map((row) => row.name)).toEqual(['Papers1000000000001', 'Kinds1000000000002']);
        });
      }
      expect(deaths).toBeGreaterThan(10);
    },
    PATIENCE_MS,
  );

  it('bring the schema of the version before up to today, also when several processes start at once', async () => {
    const all = SCHEMA.migrations as Schema['migrations'] & unknown[];
    await process({ ...SCHEMA, migrations: all.slice(0, -1) as Schema['migrations'] }, migrate);
    const starts = serverUrl === null ? [1] : [1, 2, 3];
    await Promise.all(starts.map(() => process(SCHEMA, migrate)));
    await process(SCHEMA, async (source) => {
      expect(await source.showMigrations()).toBe(false);
      const diff = await source.driver.createSchemaBuilder().log();
      expect(diff.upQueries.map((query) => query.query)).toEqual([]);
      expect(await tables(source)).not.toContain('migration_step');
    });
  });

  it('of a newer version are refused in words, and nothing is touched', async () => {
    await process(SMALL, migrate);
    const older: Schema = { entities: [], migrations: [Papers1000000000001] };
    const before = await process(SMALL, tables);
    await expect(process(older, migrate)).rejects.toThrow(
      /更新版本的程序升级过的\(Kinds1000000000002\).*请改用那个版本或更新的程序/,
    );
    expect(await process(SMALL, tables)).toEqual(before);
    await process(SMALL, migrate);
  });

  it("are not begun among another program's tables", async () => {
    await process(SMALL, (source) => source.query('CREATE TABLE wp_posts (id integer)'));
    await expect(process(SMALL, migrate)).rejects.toThrow(/别的程序的表\(wp_posts\)/);
    expect(await process(SMALL, tables)).toEqual(['wp_posts']);
  });
});
