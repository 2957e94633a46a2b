import { DISASTERS, databaseLoop } from './database-loop';
import { SOUND } from './filing-load';
import { startApp, type TestApp } from './harness';
import { OwnMariadb } from './own-mariadb';

/** Needs a machine with MariaDB, as the others that run on it. */
(process.env.TEST_MYSQL_URL ? describe : describe.skip)('a database that goes away (F4)', () => {
  let mariadb: OwnMariadb;
  let app: TestApp;
  beforeAll(async () => {
    mariadb = await OwnMariadb.start();
    app = await startApp(mariadb.url);
  });
  afterAll(async () => {
    await app?.close();
    await mariadb?.stop();
  });

  it.each(DISASTERS)(
    '%s under load: 503 with Retry-After, then the same server goes on',
    async (disaster) => {
      const report = await databaseLoop(app, mariadb, [disaster]);
      expect(report.surprises).toEqual([]);
      expect(report).toMatchObject({ ...SOUND, readyAfter: 200 });
      expect(report.readyDuring.filter((status) => status !== 503)).toEqual([]);
      expect(report.retryAfter.filter((seconds) => seconds !== '3')).toEqual([]);
      if (disaster !== 'killing connections') expect(report.unavailable).toBeGreaterThan(0);
    },
  );
});
