import { createHash } from 'node:crypto';
import type { QueryRunner } from 'typeorm';

/** Exists only while a migration is under way or was broken off. */
export const STEP_TABLE = 'migration_step';
const CHANGES = /^\s*(CREATE|ALTER|DROP|RENAME|TRUNCATE|INSERT|UPDATE|DELETE|REPLACE)\b/i;
const WRITES_ROWS = /^\s*(INSERT|UPDATE|DELETE|REPLACE)\b/i;
/** What MySQL says of a change that is there already: table, column, key, primary key, foreign key; or gone already. */
const THERE_ALREADY = new Set([1050, 1060, 1061, 1068, 1826, 1022, 1091, 1051]);

type Query = QueryRunner['query'];

/**
 * Makes migrations on MySQL go on where they were broken off. DDL commits by itself there, so a process that dies
 * in the middle leaves half a migration. Each changing statement is written down before and after it is carried
 * out: one that is done is left out when the migration runs again; one that had begun may find that it is done.
 * Statements are known by their text, so a migration's text must not change once it has run anywhere.
 */
export class MigrationSteps {
  private readonly done = new Set<string>();
  private readonly begun = new Set<string>();
  private readonly times = new Map<string, number>();

  private constructor(
    private readonly plain: Query,
    private readonly migration: string,
  ) {}

  /** Runs one migration on `runner`, all of whose statements pass through here meanwhile. */
  static async during(runner: QueryRunner, migration: string, work: () => Promise<unknown>): Promise<void> {
    const plain: Query = runner.query.bind(runner);
    await plain(
      `CREATE TABLE IF NOT EXISTS ${STEP_TABLE} (step_key varchar(64) NOT NULL PRIMARY KEY, migration varchar(120) NOT NULL, state varchar(8) NOT NULL)`,
    );
    const steps = new MigrationSteps(plain, migration);
    await steps.load();
    runner.query = ((sql: string, params?: unknown[], structured?: boolean) =>
      steps.run(sql, params, structured)) as Query;
    try {
      await work();
    } finally {
      runner.query = plain;
    }
    await plain(`DROP TABLE ${STEP_TABLE}`);
  }

  private async load(): Promise<void> {
    const sql = `SELECT step_key, state FROM ${STEP_TABLE} WHERE migration = ?`;
    const rows = (await this.plain(sql, [this.migration])) as { step_key: string; state: string }[];
    for (const row of rows) (row.state === 'DONE' ? this.done : this.begun).add(row.step_key);
  }

  private async run(sql: string, params?: unknown[], structured?: boolean): Promise<unknown> {
    const ask = () => (structured ? this.plain(sql, params, true) : this.plain(sql, params));
    if (!CHANGES.test(sql)) return ask();
    const key = this.keyOf(sql, params);
    if (this.done.has(key)) return undefined;
    return WRITES_ROWS.test(sql) ? this.writeRows(key, ask) : this.changeSchema(key, ask);
  }

  /** Rows and the mark commit together. */
  private async writeRows(key: string, ask: () => Promise<unknown>): Promise<unknown> {
    await this.plain('START TRANSACTION');
    try {
      const result = await ask();
      await this.mark(key, 'DONE');
      await this.plain('COMMIT');
      return result;
    } catch (error) {
      await this.plain('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** A statement of DDL is carried out whole or not at all (MySQL 8, MariaDB 10.6), but nobody may live to hear it. */
  private async changeSchema(key: string, ask: () => Promise<unknown>): Promise<unknown> {
    const wasBegun = this.begun.has(key);
    if (!wasBegun) await this.mark(key, 'BEGUN');
    let result: unknown;
    try {
      result = await ask();
    } catch (error) {
      const { errno } = (error as { driverError?: { errno?: number } }).driverError ?? {};
      if (!wasBegun || !THERE_ALREADY.has(errno ?? 0)) throw error;
    }
    await this.plain(`UPDATE ${STEP_TABLE} SET state = 'DONE' WHERE step_key = ?`, [key]);
    this.done.add(key);
    return result;
  }

  private async mark(key: string, state: 'BEGUN' | 'DONE'): Promise<void> {
    await this.plain(`INSERT INTO ${STEP_TABLE} (step_key, migration, state) VALUES (?, ?, ?)`, [
      key,
      this.migration,
      state,
    ]);
  }

  /**
   * Rows may be written twice by the same text; a schema is not changed twice by it, but the schema builder, which
   * looks at what is there, may come to the same change at another place the second time.
   */
  private keyOf(sql: string, params: unknown[] = []): string {
    const text = `${this.migration}\n${sql}\n${JSON.stringify(params)}`;
    const time = WRITES_ROWS.test(sql) ? (this.times.get(text) ?? 0) + 1 : 1;
    this.times.set(text, time);
    return createHash('sha256').update(`${time}\n${text}`).digest('hex');
  }
}
