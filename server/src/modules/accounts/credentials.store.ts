import type { Instant } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';

/** A credential with the person it belongs to. */
export interface CredentialRow {
  person_id: string;
  login: string;
  active: number;
  password_hash: string;
  password_set_at: Instant;
  must_change: number;
  initial_until: Instant | null;
  history: string;
  totp_cipher: string | null;
  totp_step: number | null;
}

const CREDENTIAL = `SELECT c.*, p.login, p.active FROM credential c JOIN person p ON p.id = c.person_id`;
export const CREDENTIAL_BY_LOGIN = `${CREDENTIAL} WHERE p.login = ?`;
export const CREDENTIAL_BY_PERSON = `${CREDENTIAL} WHERE p.id = ?`;

export interface NewPassword {
  hash: string;
  setAt: Instant;
  history: readonly string[];
}

/** The writer of `credential` and `recovery_code`. */
export const credentialsStore = {
  /** A first password, handed out by an administrator. */
  async add(
    tx: Tx,
    personId: string,
    hash: string,
    now: Instant,
    initialUntil: Instant | null,
  ): Promise<void> {
    await tx.insert('credential', {
      person_id: personId,
      password_hash: hash,
      password_set_at: now,
      must_change: 1,
      initial_until: initialUntil,
      history: '[]',
      totp_cipher: null,
      totp_step: null,
    });
  },

  async remove(tx: Tx, personId: string): Promise<void> {
    await tx.execute('DELETE FROM recovery_code WHERE person_id = ?', [personId]);
    await tx.execute('DELETE FROM credential WHERE person_id = ?', [personId]);
  },

  /** Replaces the password; false when it is not `formerHash` any more. */
  async changePassword(tx: Tx, personId: string, formerHash: string, next: NewPassword): Promise<boolean> {
    const sql = `UPDATE credential SET password_hash = ?, password_set_at = ?, history = ?, must_change = 0,
                        initial_until = NULL WHERE person_id = ? AND password_hash = ?`;
    const history = JSON.stringify(next.history);
    return (await tx.execute(sql, [next.hash, next.setAt, history, personId, formerHash])) === 1;
  },

  /** Stores the seed she proved to have; false when there is one already. */
  async enrol(tx: Tx, personId: string, seedCipher: string, step: number): Promise<boolean> {
    const sql =
      'UPDATE credential SET totp_cipher = ?, totp_step = ? WHERE person_id = ? AND totp_cipher IS NULL';
    return (await tx.execute(sql, [seedCipher, step, personId])) === 1;
  },

  /** Marks a code's step used; false when it, or a later one, was used before. */
  async useStep(tx: Tx, personId: string, step: number): Promise<boolean> {
    const sql =
      'UPDATE credential SET totp_step = ? WHERE person_id = ? AND (totp_step IS NULL OR totp_step < ?)';
    return (await tx.execute(sql, [step, personId, step])) === 1;
  },

  async replaceRecoveryCodes(
    tx: Tx,
    personId: string,
    hashes: readonly string[],
    now: Instant,
  ): Promise<void> {
    await tx.execute('DELETE FROM recovery_code WHERE person_id = ?', [personId]);
    const rows = hashes.map((code_hash) => ({ code_hash, person_id: personId, made_at: now, used_at: null }));
    await tx.insert('recovery_code', rows);
  },

  /** Uses a recovery code up; false when it is none of hers or was used. */
  async useRecoveryCode(tx: Tx, personId: string, hash: string, now: Instant): Promise<boolean> {
    const sql =
      'UPDATE recovery_code SET used_at = ? WHERE code_hash = ? AND person_id = ? AND used_at IS NULL';
    return (await tx.execute(sql, [now, hash, personId])) === 1;
  },
};
