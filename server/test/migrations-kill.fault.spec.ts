import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DataSource } from 'typeorm';
import { type DatabaseOptions, writerOptions } from '../src/platform/db/data-source';
import { migrate, schemaState } from '../src/platform/db/migrate';
import { newId } from '../src/platform/ids';
import { SCHEMA } from '../src/schema';
import { buildServer, freePort, ServerProcess } from './server-process';
import { ENGINES } from './spec-database';

const BUILT = mkdtempSync(join(tmpdir(), 'yihu-migrate-built-'));
const STEPS_THERE =
  "information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'migration_step'";
let main: string;

beforeAll(async () => {
  main = await buildServer(BUILT);
}, 120_000);
afterAll(() => rmSync(BUILT, { recursive: true, force: true }));

describe.each(ENGINES)('a process killed while it migrates on %s (F19)', (_, serverUrl) => {
  let dataDir: string;
  let database: DatabaseOptions;
  let admin: DataSource | null = null;
  beforeAll(async () => {
    if (serverUrl !== null) admin = await new DataSource({ type: 'mysql', url: serverUrl }).initialize();
  });
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'yihu-migrate-kill-'));
    const name = `killed_${newId().toLowerCase()}`;
    await admin?.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    const url = serverUrl === null ? null : Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
    database = { url, dataDir };
  });
  afterEach(async () => {
    await admin?.query(`DROP DATABASE ${new URL(database.url ?? '').pathname.slice(1)}`);
    rmSync(dataDir, { recursive: true, force: true });
  });
  afterAll(() => admin?.destroy());

  /** How the process ended that was to die at its `at`-th change. */
  async function killedAt(at: number, how: 'inside' | 'between'): Promise<string | null> {
    const child = spawn(
      process.execPath,
      [join(__dirname, 'migration-child.mjs'), dirname(main), JSON.stringify(database), String(at), how],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { PATH: process.env.PATH, NODE_PATH: join(__dirname, '..', 'node_modules') },
      },
    );
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return signal;
  }

  async function look<T>(work: (source: DataSource) => Promise<T>): Promise<T> {
    const options = writerOptions(database, SCHEMA);
    // MariaDB spells "no default" as NULL; only the driver of that name knows.
    const source = await new DataSource(
      options.type === 'mysql' ? { ...options, type: 'mariadb' } : options,
    ).initialize();
    return work(source).finally(() => source.destroy());
  }

  // Early and late among the hundreds of statements of the real schema; between two of them in the case below.
  it.each([
    [3, 'inside'],
    [170, 'inside'],
  ] as const)(
    'at change %i, %s it: the next start goes on and ends with the whole schema',
    async (at, how) => {
      expect(await killedAt(at, how)).toBe('SIGKILL');
      await look(async (source) => {
        await migrate(source);
        const { missing } = await schemaState(source, (sql) => source.query(sql));
        expect(missing).toEqual([]);
        // Table by table what the entities say: nothing missing, nothing twice, no step left over.
        const diff = await source.driver.createSchemaBuilder().log();
        expect(diff.upQueries.map((query) => query.query)).toEqual([]);
        const left = serverUrl === null ? "sqlite_master WHERE name = 'migration_step'" : STEPS_THERE;
        expect(await source.query(`SELECT 1 FROM ${left}`)).toEqual([]);
      });
    },
    120_000,
  );

  it('serves nobody from half a schema: the server brings it to its end before it listens', async () => {
    expect(await killedAt(90, 'between')).toBe('SIGKILL');
    const server = new ServerProcess(
      main,
      {
        YIHU_DATA_DIR: dataDir,
        YIHU_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
        ...(database.url === null ? {} : { DATABASE_URL: database.url }),
      },
      await freePort(),
    );
    await server.start();
    const ready = await fetch(`${server.url}/healthz`);
    await server.kill();
    expect(ready.status).toBe(200);
    expect((await look((source) => schemaState(source, (sql) => source.query(sql)))).missing).toEqual([]);
  }, 120_000);
});
