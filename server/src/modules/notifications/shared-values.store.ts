import type { Instant } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';

/** Keeps a value all processes share; of two processes that are first at once, the later one's stays. */
export async function keepShared(tx: Tx, name: string, value: string, until: Instant | null): Promise<void> {
  const again = () =>
    tx.execute('UPDATE shared_value SET value = ?, until_at = ? WHERE name = ?', [value, until, name]);
  if ((await again()) > 0) return;
  try {
    await tx.insert('shared_value', { name, value, until_at: until });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    await again();
  }
}
