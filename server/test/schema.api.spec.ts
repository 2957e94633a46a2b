import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { writerOptions } from '../src/platform/db/data-source';
import { newId } from '../src/platform/ids';
import { SCHEMA } from '../src/schema';
import { ENGINES } from './spec-database';

describe.each(ENGINES)('schema on %s', (_, serverUrl) => {
  it('is made by the migrations exactly as the entities describe it, and can be unmade', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'yihu-schema-'));
    const name = `schema_${newId().toLowerCase()}`;
    const admin =
      serverUrl === null ? null : await new DataSource({ type: 'mysql', url: serverUrl }).initialize();
    await admin?.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    const url = serverUrl === null ? null : Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
    const options = writerOptions({ url, dataDir }, SCHEMA);
    // MariaDB spells "no default" as NULL; only the driver of that name knows.
    const source = await new DataSource(
      options.type === 'mysql' ? { ...options, type: 'mariadb' } : options,
    ).initialize();
    try {
      await source.runMigrations();
      const diff = await source.driver.createSchemaBuilder().log();
      expect(diff.upQueries.map((query) => query.query)).toEqual([]);
      for (let n = source.migrations.length; n > 0; n -= 1) await source.undoLastMigration();
      // Asked for by name: listing all tables would also look into other specs' databases as they go.
      expect(await source.createQueryRunner().hasTable('work_order')).toBe(false);
    } finally {
      await source.destroy();
      await admin?.query(`DROP DATABASE ${name}`);
      await admin?.destroy();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
