import { createHash } from 'node:crypto';

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The command id of one order of a bulk, always the same: carried out again after a crash, a row that was done
 * answers as it did. Has the shape of a ULID.
 */
export function commandOf(bulkId: string, orderId: string): string {
  const bytes = createHash('sha256').update(`bulk\n${bulkId}\n${orderId}`).digest();
  // A ULID's first letter is at most 7: its time has 48 bits.
  const first = LETTERS[(bytes[0] ?? 0) % 8];
  return `${first}${[...bytes.subarray(1, 26)].map((byte) => LETTERS[byte % 32]).join('')}`;
}
