import { dayOf, type Instant } from '@yihu/shared';
import { AuditStore } from '../modules/audit/audit.store';
import { WECHAT_TOPIC } from '../modules/notifications/notices.service';
import type { Db, Tx } from '../platform/db/db';
import { NUMBERS_LEFT_OUT, RESTORED, type Restored } from '../platform/db/restored';

/** What was done to keep the time between backup and restore from being lived twice. */
export interface Resumed {
  /** Messages that were waiting then and may have gone out since. */
  held: number;
  /** Sessions ended: those killed since the backup must not come alive again. */
  ended: number;
}

/**
 * Marks a restored database as such, in one transaction. People and phones have lived on since the backup was made:
 * their receipts keep their numbers, no message goes out a second time, and everybody signs in anew.
 */
export async function resumeAfterRestore(db: Db, madeAt: Instant, at: Instant): Promise<Resumed> {
  const restored: Restored = { madeAt, at };
  return db.inTransaction(async (tx) => {
    await keep(tx, restored);
    // Days that have no number yet begin higher by themselves (firstNumberOf).
    await tx.execute(
      `UPDATE counter SET value = value + ? WHERE name LIKE 'order_no:%' AND SUBSTR(name, -10) >= ?`,
      [NUMBERS_LEFT_OUT, dayOf(madeAt)],
    );
    const held = await holdMessages(tx);
    const ended = await tx.execute(
      `UPDATE login_session SET ended_at = ?, ended_why = 'RESTORED' WHERE ended_at IS NULL`,
      [at],
    );
    await new AuditStore().add(tx, {
      at,
      actorId: 'SYSTEM',
      action: 'ops.restore',
      subjectKind: 'INSTALLATION',
      subjectId: dayOf(madeAt),
      facts: { madeAt, held, ended },
    });
    return { held, ended };
  });
}

async function keep(tx: Tx, restored: Restored): Promise<void> {
  const text = JSON.stringify(restored);
  const changed = await tx.execute('UPDATE shared_value SET value = ? WHERE name = ?', [text, RESTORED]);
  if (changed === 0) await tx.insert('shared_value', { name: RESTORED, value: text, until_at: null });
}

/** WeChat messages cannot be taken back and have no key: a person decides whether they go out once more. */
async function holdMessages(tx: Tx): Promise<number> {
  await tx.execute(
    `UPDATE notice SET state = 'UNKNOWN', error = 'restored'
      WHERE channel = 'WECHAT' AND state IN ('QUEUED', 'SENDING')`,
  );
  return tx.execute(
    `UPDATE outbox SET state = 'HELD', last_error = 'restored from a backup', lease_token = NULL, lease_until = NULL
      WHERE topic = ? AND state IN ('READY', 'SENDING')`,
    [WECHAT_TOPIC],
  );
}
