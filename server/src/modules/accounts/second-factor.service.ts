import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PRODUCT, toMillis } from '@yihu/shared';
import { Env } from '../../config/env';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto';
import type { Tx } from '../../platform/db/db';
import { AuditStore } from '../audit/audit.store';
import { type CredentialRow, credentialsStore } from './credentials.store';
import { codeKey, keyedHash, newRecoveryCode } from './rules/tokens';
import { matchStep, toBase32, totpUri } from './rules/totp';

const SEED_BYTES = 20;
const RECOVERY_CODES = 10;

/** Codes of the authenticator app, and those for the day it is lost. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly cipher: FieldCipher,
    private readonly audit: AuditStore,
  ) {}

  /** A fresh seed with what her app reads. */
  newSeed(login: string): { seed: Buffer; secret: string; uri: string } {
    const seed = randomBytes(SEED_BYTES);
    return { seed, secret: toBase32(seed), uri: totpUri(seed, PRODUCT, login) };
  }

  /** The step of a code of this seed at present; null when it is wrong. */
  stepOf(seed: Buffer, code: string): number | null {
    return matchStep(seed, codeKey(code), toMillis(this.clock.now()), null);
  }

  /** Stores a proven seed with new recovery codes, which are answered; null when somebody was faster. */
  async enrol(tx: Tx, personId: string, seed: Buffer, step: number): Promise<string[] | null> {
    const sealed = this.cipher.encrypt(seed.toString('base64'));
    if (!(await credentialsStore.enrol(tx, personId, sealed, step))) return null;
    await this.note(tx, personId, 'totp.enrol');
    return this.newRecoveryCodes(tx, personId);
  }

  /** Ten new codes; the former ones stop working. */
  async newRecoveryCodes(tx: Tx, personId: string): Promise<string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    const hashes = codes.map((code) => this.hash(code));
    await credentialsStore.replaceRecoveryCodes(tx, personId, hashes, this.clock.now());
    await this.note(tx, personId, 'recovery.renew');
    return codes;
  }

  /** Uses a code of the app or a recovery code up; false when it is neither or was used before. */
  async use(tx: Tx, credential: CredentialRow, code: string): Promise<boolean> {
    if (credential.totp_cipher === null) return false;
    const seed = Buffer.from(this.cipher.decrypt(credential.totp_cipher), 'base64');
    const step = matchStep(seed, codeKey(code), toMillis(this.clock.now()), credential.totp_step);
    if (step !== null) return credentialsStore.useStep(tx, credential.person_id, step);
    const { person_id: personId } = credential;
    if (!(await credentialsStore.useRecoveryCode(tx, personId, this.hash(code), this.clock.now())))
      return false;
    await this.note(tx, personId, 'recovery.use');
    return true;
  }

  private hash(code: string): string {
    return keyedHash(this.env.sessionKey, 'recovery', codeKey(code));
  }

  private note(tx: Tx, personId: string, action: string): Promise<void> {
    const at = this.clock.now();
    return this.audit.add(tx, {
      at,
      actorId: personId,
      action,
      subjectKind: 'PERSON',
      subjectId: personId,
      facts: {},
    });
  }
}
