import { setTimeout as pause } from 'node:timers/promises';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ENGINES, type SpecDatabase, specDatabase } from '../../../test/spec-database';
import { AppError } from '../errors';
import type { Db, Tx } from './db';
import { isDuplicate, isLostConnection, isNoRoom, isRetryable } from './engine-errors';

@Entity('spec_row')
class SpecRow {
  @PrimaryColumn({ type: 'varchar', length: 26 })
  id: string;

  @Column({ type: 'int' })
  n: number;
}

describe.each(ENGINES)('Db on %s', (_, serverUrl) => {
  let database: SpecDatabase;
  let db: Db;
  beforeEach(async () => {
    database = await specDatabase(serverUrl, [SpecRow]);
    db = database.db;
  });
  afterEach(() => database.close());

  const put = (tx: Tx, id: string, n = 0) => tx.insert('spec_row', { id, n });
  const rows = () => db.read<SpecRow>('SELECT id, n FROM spec_row ORDER BY id');
  const n = async (id: string) => Number((await rows()).find((row) => row.id === id)?.n);

  it('counts up by 20 transactions at once without losing one', async () => {
    await db.inTransaction((tx) => put(tx, 'a'));
    await Promise.all(
      Array.from({ length: 20 }, () =>
        db.inTransaction(async (tx) => {
          const lock = db.engine === 'mysql' ? ' FOR UPDATE' : '';
          const [row] = await tx.query<SpecRow>(`SELECT n FROM spec_row WHERE id = ?${lock}`, ['a']);
          await pause(1);
          await tx.execute('UPDATE spec_row SET n = ? WHERE id = ?', [Number(row?.n) + 1, 'a']);
        }),
      ),
    );
    expect(await n('a')).toBe(20);
  });

  it('takes back everything of a transaction that throws, and nothing of its neighbours', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, at) =>
        db.inTransaction(async (tx) => {
          await put(tx, `x${at}`);
          await pause(1);
          if (at % 2 === 1) throw new Error(`no ${at}`);
        }),
      ),
    );
    expect(results.filter((result) => result.status === 'rejected')).toHaveLength(5);
    expect((await rows()).map((row) => row.id)).toEqual(['x0', 'x2', 'x4', 'x6', 'x8']);
  });

  it('shows an open transaction to nobody, and a committed one to everybody', async () => {
    let before: number | null = null;
    await db.inTransaction(async (tx) => {
      await put(tx, 'a');
      before = (await rows()).length;
      expect(await tx.query('SELECT id FROM spec_row')).toHaveLength(1);
    });
    expect(before).toBe(0);
    expect(await rows()).toHaveLength(1);
    expect(await (await database.another()).read('SELECT id FROM spec_row')).toHaveLength(1);
  });

  it('refuses a transaction inside a transaction instead of waiting for itself', async () => {
    await expect(
      db.inTransaction(async (tx) => {
        await put(tx, 'a');
        await db.inTransaction((inner) => put(inner, 'b'));
      }),
    ).rejects.toThrow('pass tx on');
    expect(await rows()).toEqual([]);
    await db.inTransaction((tx) => put(tx, 'c'));
    expect(await rows()).toHaveLength(1);
  });

  it('runs hooks after the commit, and never without one', async () => {
    const said: string[] = [];
    await db.inTransaction(async (tx) => {
      tx.afterCommit(() => said.push('a'));
      await put(tx, 'a');
      expect(said).toEqual([]);
    });
    await db
      .inTransaction(async (tx) => {
        tx.afterCommit(() => said.push('b'));
        throw new Error('no');
      })
      .catch(() => undefined);
    expect(said).toEqual(['a']);
  });

  it('says which rows a statement matched, and who is there already', async () => {
    const counts = await db.inTransaction(async (tx) => {
      await tx.insert('spec_row', [
        { id: 'a', n: 1 },
        { id: 'b', n: 1 },
      ]);
      const same = await tx.execute('UPDATE spec_row SET n = ? WHERE n = ?', [1, 1]);
      return [same, await tx.execute('DELETE FROM spec_row WHERE id = ?', ['zz'])];
    });
    // Rows matched, not rows changed: a version guard must not take "unchanged" for "gone".
    expect(counts).toEqual([2, 0]);
    const twice = await db.inTransaction((tx) => put(tx, 'a')).catch((error: unknown) => error);
    expect(isDuplicate(twice)).toBe(true);
  });

  it('inserts more rows than one statement holds', async () => {
    const many = Array.from({ length: 450 }, (_, at) => ({ id: `r${String(at).padStart(4, '0')}`, n: at }));
    await db.inTransaction((tx) => tx.insert('spec_row', many));
    expect(await rows()).toEqual(many);
    await db.inTransaction((tx) => tx.insert('spec_row', []));
  });

  it('compares text by its bytes, on either engine', async () => {
    await db.inTransaction((tx) =>
      tx.insert('spec_row', [
        { id: 'a', n: 1 },
        { id: 'A', n: 2 },
      ]),
    );
    expect(await db.read('SELECT n FROM spec_row WHERE id = ?', ['a'])).toHaveLength(1);
  });

  it('tries again what was no fault of the caller, and gives up with 503', async () => {
    const busy = Object.assign(new Error('busy'), { code: 'SQLITE_BUSY', errno: 1205 });
    let runs = 0;
    const done = await db.inTransaction(async (tx) => {
      runs += 1;
      await put(tx, 'a', runs);
      if (runs < 3) throw busy;
      return 'done';
    });
    expect([done, runs, await n('a')]).toEqual(['done', 3, 3]);
    let more = 0;
    const failed = await db
      .inTransaction(async () => {
        more += 1;
        throw busy;
      })
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(AppError);
    expect([(failed as AppError).code, more]).toEqual(['UNAVAILABLE', 4]);
  });

  it('does not repeat what the caller got wrong', async () => {
    let runs = 0;
    const wrong = db.inTransaction(async () => {
      runs += 1;
      throw new AppError('NOT_FOUND');
    });
    await expect(wrong).rejects.toThrow(AppError);
    expect(runs).toBe(1);
  });
});

describe('Db on SQLite', () => {
  it('lets writers in one by one, in the order they came', async () => {
    const database = await specDatabase(null, [SpecRow]);
    const order: string[] = [];
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        database.db.inTransaction(async (tx) => {
          order.push(`in ${at}`);
          await tx.insert('spec_row', { id: String(at), n: at });
          await pause(at % 3);
          order.push(`out ${at}`);
        }),
      ),
    );
    expect(order).toEqual(Array.from({ length: 20 }, (_, at) => [`in ${at}`, `out ${at}`]).flat());
    await database.close();
  });
});

const server = ENGINES.find(([name]) => name !== 'SQLite')?.[1] ?? null;
(server === null ? describe.skip : describe)('Db on MariaDB', () => {
  it('survives a real deadlock of two connections: both commit in the end', async () => {
    const database = await specDatabase(server, [SpecRow]);
    const { db } = database;
    await db.inTransaction((tx) =>
      tx.insert('spec_row', [
        { id: 'a', n: 0 },
        { id: 'b', n: 0 },
      ]),
    );
    let runs = 0;
    const arrived: (() => void)[] = [];
    // On the first run each waits until the other holds its first row.
    const meet = () =>
      new Promise<void>((go) => {
        arrived.push(go);
        if (arrived.length >= 2) for (const each of arrived) each();
      });
    const add = (first: string, second: string) =>
      db.inTransaction(async (tx) => {
        runs += 1;
        await tx.execute('UPDATE spec_row SET n = n + 1 WHERE id = ?', [first]);
        await meet();
        await tx.execute('UPDATE spec_row SET n = n + 1 WHERE id = ?', [second]);
      });
    await Promise.all([add('a', 'b'), add('b', 'a')]);
    expect(await db.read('SELECT n FROM spec_row ORDER BY id')).toEqual([{ n: 2 }, { n: 2 }]);
    expect(runs).toBeGreaterThan(2);
    await database.close();
  });

  it('sees what was just committed through another connection', async () => {
    const database = await specDatabase(server, [SpecRow]);
    for (let at = 0; at < 20; at += 1) {
      await database.db.inTransaction((tx) => tx.insert('spec_row', { id: String(at), n: at }));
      expect(await database.db.read('SELECT id FROM spec_row')).toHaveLength(at + 1);
    }
    await database.close();
  });
});

describe('what drivers say', () => {
  it.each<[object, boolean, boolean, boolean]>([
    [{ errno: 1213 }, true, false, false],
    [{ errno: 1205 }, true, false, false],
    [{ errno: 1020 }, true, false, false],
    [{ code: 'SQLITE_BUSY' }, true, false, false],
    [{ code: 'SQLITE_BUSY_SNAPSHOT' }, true, false, false],
    [{ driverError: { errno: 1213 } }, true, false, false],
    [{ code: 'ECONNRESET' }, true, true, false],
    [{ code: 'PROTOCOL_CONNECTION_LOST', fatal: true }, true, true, false],
    [{ code: 'ER_DUP_ENTRY', errno: 1062 }, false, false, true],
    [{ code: 'SQLITE_CONSTRAINT_UNIQUE' }, false, false, true],
    [{ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' }, false, false, true],
    [{ code: 'SQLITE_CONSTRAINT_NOTNULL' }, false, false, false],
    [{ code: 'ER_PARSE_ERROR', errno: 1064 }, false, false, false],
    [new Error('anything'), false, false, false],
  ])('%j', (error, retryable, lost, duplicate) => {
    expect([isRetryable(error), isLostConnection(error), isDuplicate(error)]).toEqual([
      retryable,
      lost,
      duplicate,
    ]);
  });

  const told = (errno: number, text: string) => Object.assign(new Error(text), { errno });
  it.each<[object, boolean]>([
    [told(1114, "The table 'event' is full"), true],
    [told(1021, 'Disk full'), true],
    [told(1290, 'running with the --read-only option'), true],
    [told(1030, 'Got error 28 "No space left on device" from storage engine InnoDB'), true],
    [told(3, 'Error writing file (Errcode: 28 "No space left on device")'), true],
    [told(1030, 'Got error 168 from storage engine InnoDB'), false],
    [told(1062, "Duplicate entry 'error 28' for key"), false],
    [{ code: 'SQLITE_FULL' }, true],
    [{ code: 'SQLITE_IOERR_WRITE' }, true],
    [{ code: 'SQLITE_CONSTRAINT_UNIQUE' }, false],
  ])('no room: %s', (error, expected) => {
    expect(isNoRoom(error)).toBe(expected);
  });
  it.each([1927, 4030, 4031])('a connection the server ended (%i) is lost', (errno) => {
    expect(isLostConnection({ errno })).toBe(true);
  });
});
