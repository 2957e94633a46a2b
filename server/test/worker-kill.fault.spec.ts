import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildServer } from './server-process';
import { ENGINES } from './spec-database';
import { workerKillLoop } from './worker-kill-loop';

const SEED = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** Processes start as fast as the machine lets them. */
const PATIENCE_MS = 180_000;

describe('a worker killed between WeChat and the database (F3)', () => {
  const dir = mkdtempSync(join(tmpdir(), 'yihu-worker-build-'));
  let main: string;
  beforeAll(async () => {
    main = await buildServer(dir);
  }, PATIENCE_MS);
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it.each(ENGINES)(
    'on %s: a task goes out once more, a courtesy does not, and the attempts are on record',
    async (_, serverUrl) => {
      const { sends, broken } = await workerKillLoop(main, serverUrl, {
        kills: 2,
        seed: SEED,
        anyMoment: false,
      });
      expect(broken).toEqual([]);
      expect(sends).toContainEqual({
        kind: 'task',
        state: 'SENT',
        attempts: ['UNKNOWN', 'SENT'],
        delivered: 2,
      });
      expect(sends).toContainEqual({
        kind: 'progress',
        state: 'UNKNOWN',
        attempts: ['UNKNOWN'],
        delivered: 1,
      });
      for (const each of sends) {
        const resends = each.kind === 'task' ? 1 : 0;
        expect([each, each.delivered <= 1 + resends]).toEqual([each, true]);
        expect([each, each.delivered <= each.attempts.length]).toEqual([each, true]);
        expect(['SENT', 'UNKNOWN', 'NO_CREDIT']).toContain(each.state);
      }
    },
    PATIENCE_MS,
  );
});
