import type { INestApplicationContext } from '@nestjs/common';
import { demoOpenid } from '@yihu/shared';
import type { Env } from '../config/env';
import { EVERYWHERE } from '../modules/policies/policies.service';
import { Clock } from '../platform/clock';
import { BlindIndex, FieldCipher } from '../platform/crypto';
import { Db, type Tx } from '../platform/db/db';
import { isDuplicate } from '../platform/db/engine-errors';
import { newId } from '../platform/ids';
import { demoPeople, seedDemo, seedTenants } from './index';

/** The demo street's promises: enterprises by 2110, everybody else 2 hours or 2 workdays. */
const DEMO_POLICIES = [
  { kind: 'clock', name: 'default', body: { presets: ['2110', '2h2wd'] } },
  { kind: 'numbering', name: 'default', body: { prefix: 'NQ' } },
  { kind: 'limit', name: 'default', body: { evidenceClasses: ['1001', '020104'] } },
];

/** Fills an empty database with the demo street; does nothing anywhere else and never in production. */
export async function prepareDemo(app: INestApplicationContext, env: Env): Promise<void> {
  if (env.production || !env.demo) return;
  const db = app.get(Db);
  const now = app.get(Clock).now();
  try {
    await db.inTransaction(async (tx) => {
      if (!(await seedDemo(tx, now))) return;
      await addPolicies(tx, now);
      if (env.hosting.demoTenants) await seedTenants(tx, now);
      await bindOpenids(tx, env, app.get(FieldCipher), app.get(BlindIndex));
    });
  } catch (error) {
    // Another process that started at the same moment has seeded already.
    if (!isDuplicate(error)) throw error;
  }
}

async function addPolicies(tx: Tx, now: string): Promise<void> {
  await tx.insert(
    'policy',
    DEMO_POLICIES.map((policy) => ({
      id: newId(),
      unit_id: EVERYWHERE,
      kind: policy.kind,
      name: policy.name,
      version: 1,
      effective_at: now,
      body: JSON.stringify(policy.body),
      author_id: null,
    })),
  );
}

/** Demo persons are known to the WeChat stand-in, so that their messages arrive there. */
async function bindOpenids(tx: Tx, env: Env, cipher: FieldCipher, index: BlindIndex): Promise<void> {
  for (const person of demoPeople(env.hosting.demoTenants)) {
    const openid = demoOpenid(person.code);
    await tx.execute('UPDATE person SET openid_cipher = ?, openid_hash = ? WHERE id = ?', [
      cipher.encrypt(openid),
      index.openid(openid),
      person.personId,
    ]);
  }
}
