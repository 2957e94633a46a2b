import { createHash } from 'node:crypto';
import type { Instant, SignInNeed } from '@yihu/shared';
import { CipherError, type FieldCipher } from '../../platform/crypto';

/** What the server must remember between a right password and the first session; kept by the client, sealed. */
export interface Ticket {
  personId: string;
  /** Fingerprint of the password it was given for: another password makes it void. */
  password: string;
  needs: SignInNeed[];
  /** base64; null when no seed is being set. */
  seed: string | null;
  until: Instant;
}

const KIND = 'staff-complete';

export function fingerprint(passwordHash: string): string {
  return createHash('sha256').update(passwordHash).digest('hex').slice(0, 32);
}

export function sealTicket(cipher: FieldCipher, ticket: Ticket): string {
  return cipher.encrypt(JSON.stringify({ kind: KIND, ...ticket }));
}

/** The ticket, or null when it is not one of ours or has run out. */
export function openTicket(cipher: FieldCipher, text: string, now: Instant): Ticket | null {
  try {
    const ticket = JSON.parse(cipher.decrypt(text)) as Ticket & { kind?: string };
    return ticket.kind === KIND && ticket.until > now ? ticket : null;
  } catch (error) {
    if (error instanceof CipherError || error instanceof SyntaxError) return null;
    throw error;
  }
}
