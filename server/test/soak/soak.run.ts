import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildServer } from '../server-process';
import { soak } from './soak-loop';

/** Run by scripts/soak/main.ts alone; its settings come by the environment. */
const { SOAK_ENGINE = 'sqlite', SOAK_SEED = '1', SOAK_MINUTES = '1', SOAK_RESULT = '' } = process.env;

it(
  `lives through ${SOAK_MINUTES} minutes of disasters on ${SOAK_ENGINE}, seed ${SOAK_SEED}`,
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'yihu-soak-build-'));
    try {
      const main = await buildServer(dir);
      // The decoder's process gets an environment of its own, without the paths of the others.
      const sharp = realpathSync(join(__dirname, '..', '..', 'node_modules', 'sharp'));
      symlinkSync(sharp, join(dir, 'node_modules', 'sharp'));
      const result = await soak({
        engine: SOAK_ENGINE === 'mysql' ? 'mysql' : 'sqlite',
        seed: Number(SOAK_SEED),
        ms: Number(SOAK_MINUTES) * 60_000,
        main,
      });
      const { filed, drafts, ...log } = result.log;
      const told = { ...result, log: { ...log, filed: filed.size, drafts: drafts.length } };
      if (SOAK_RESULT !== '') writeFileSync(SOAK_RESULT, `${JSON.stringify(told, null, 2)}\n`);
      expect(Object.entries(result.verdict.problems).filter(([, found]) => found.length > 0)).toEqual([]);
      expect(filed.size).toBeGreaterThan(0);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
  // The soak itself, building, coming to rest, and folding every order.
  (Number(SOAK_MINUTES) + 15) * 60_000,
);
