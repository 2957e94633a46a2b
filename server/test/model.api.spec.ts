import { AuditSealer } from '../src/modules/audit/audit-sealer.service';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { OutboxWorker } from '../src/platform/outbox';
import { startApp, type TestApp } from './harness';
import { brokenRuns } from './model/broken-runs';
import { StreetModel } from './model/street-model';
import { randomFrom } from './seeded';
import { ENGINES } from './spec-database';
import { brokenOrders } from './walk';

/** A failure is run again with its seed: MODEL_SEED=… MODEL_STEPS=…. */
const STEPS = Number(process.env.MODEL_STEPS ?? 2000);
const SEED = Number(process.env.MODEL_SEED ?? 20_261_122);

describe.each(ENGINES)('a street at random on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
  });
  afterAll(() => app.close());

  it(
    `whatever people try, every promise of the model holds over ${STEPS} steps (seed ${SEED})`,
    async () => {
      const model = await StreetModel.open(app, randomFrom(SEED));
      for (let step = 0; step < STEPS; step += 1) await model.step();
      while ((await app.app.get(OutboxWorker).tick(app.clock.now())) > 0);
      await app.app.get(AuditSealer).tick(app.clock.now());
      expect(await brokenOrders(app)).toEqual([]);
      expect(await brokenRuns(app)).toEqual([]);
      expect(await app.app.get(InvariantsService).run(app.clock.now())).toEqual([]);
      // A walk that is refused everything proves nothing.
      const did = Object.values(model.tally.done).reduce((sum, count) => sum + count, 0);
      expect(did).toBeGreaterThan(STEPS / 4);
      if (process.env.MODEL_TALLY) process.stdout.write(`${JSON.stringify(model.tally, null, 1)}\n`);
    },
    Math.max(600_000, STEPS * 300),
  );
});
