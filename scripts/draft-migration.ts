/**
 * `node scripts/draft-migration.ts > server/src/migrations/….ts` after building the server: writes the tables of
 * all entities as a migration in TypeORM's schema builder, to be read and committed. For later changes write the
 * difference by hand; server/test/schema.api.spec.ts tells what is missing.
 */
import { createRequire } from 'node:module';

interface ColumnLike {
  databaseName: string;
  type: string;
  length: string;
  isNullable: boolean;
  isPrimary: boolean;
}
interface IndexLike {
  name: string;
  isUnique: boolean;
  columns: { databaseName: string }[];
}
interface MetadataLike {
  tableName: string;
  columns: ColumnLike[];
  indices: IndexLike[];
}

const require = createRequire(new URL('../server/package.json', import.meta.url));
require('reflect-metadata');
const { DataSource } = require('typeorm');
const { ENTITIES } = require('./dist/schema.js');

const source = new DataSource({ type: 'better-sqlite3', database: ':memory:', entities: ENTITIES });
await source.initialize();
const quote = (text: string) => `'${text}'`;
const column = (c: ColumnLike) => {
  const parts = [`name: ${quote(c.databaseName)}`, `type: ${quote(c.type === 'int' ? 'integer' : c.type)}`];
  if (c.length !== '') parts.push(`length: ${quote(c.length)}`);
  if (c.isPrimary) parts.push('isPrimary: true');
  if (c.isNullable) parts.push('isNullable: true');
  return `{ ${parts.join(', ')} }`;
};
const index = (i: IndexLike) =>
  `{ name: ${quote(i.name)}, columnNames: [${i.columns.map((c) => quote(c.databaseName)).join(', ')}]${i.isUnique ? ', isUnique: true' : ''} }`;
const tables = (source.entityMetadatas as MetadataLike[]).map(
  (m) =>
    `  new Table({\n    name: ${quote(m.tableName)},\n    columns: [\n${m.columns.map((c) => `      ${column(c)},`).join('\n')}\n    ],\n    indices: [\n${m.indices.map((i) => `      ${index(i)},`).join('\n')}\n    ],\n  }),`,
);
process.stdout.write(`import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const TABLES = [
${tables.join('\n')}
];

/** The first tables: orders, clocks, directory, accounts, messages, outbox, audit. */
export class Initial1763800000000 implements MigrationInterface {
  readonly name = 'Initial1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table, true, false, true);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.dropTable(table);
  }
}
`);
await source.destroy();
