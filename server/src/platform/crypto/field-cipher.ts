import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ENVELOPE = /^v1\.([0-9a-f]{8})\.([\w-]{16})\.([\w-]{22,})$/;

/** The stored text is not one of ours, was changed, or needs a key this process does not have. */
export class CipherError extends Error {}

interface Key {
  id: string;
  secret: KeyObject;
}

/**
 * Encrypts single fields (phone, openid, name) for storage: AES-256-GCM in an envelope
 * `v1.<key id>.<iv>.<ciphertext and tag>` (base64url, ASCII). Version and key id are authenticated with the text.
 * Every key is 32 bytes; `former` keys only decrypt, so that a key can be changed and rows follow in batches.
 */
export class FieldCipher {
  private readonly current: Key;
  private readonly known: ReadonlyMap<string, KeyObject>;

  constructor(current: Buffer, former: readonly Buffer[] = []) {
    this.current = keyOf(current);
    this.known = new Map([current, ...former].map(keyOf).map(({ id, secret }) => [id, secret]));
  }

  /** The envelope of a text; two envelopes of one text differ. About 4/3 of its UTF-8 length plus 64 characters. */
  encrypt(plain: string): string {
    const iv = randomBytes(IV_BYTES);
    const header = `${VERSION}.${this.current.id}`;
    const cipher = createCipheriv('aes-256-gcm', this.current.secret, iv).setAAD(Buffer.from(header));
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${header}.${iv.toString('base64url')}.${sealed.toString('base64url')}`;
  }

  /** The text of an envelope; throws CipherError when it was tampered with or its key is unknown. */
  decrypt(envelope: string): string {
    const [, keyId, iv, sealed] = ENVELOPE.exec(envelope) ?? [];
    if (keyId === undefined || iv === undefined || sealed === undefined)
      throw new CipherError('not an envelope');
    const key = this.known.get(keyId);
    if (key === undefined) throw new CipherError('unknown key');
    const bytes = decodeExactly(sealed);
    const decipher = createDecipheriv('aes-256-gcm', key, decodeExactly(iv), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(`${VERSION}.${keyId}`))
      .setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    try {
      const text = decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch {
      throw new CipherError('changed after it was written');
    }
  }

  /** True when the envelope was made with a former key and should be written anew. */
  isStale(envelope: string): boolean {
    return ENVELOPE.exec(envelope)?.[1] !== this.current.id;
  }
}

function keyOf(bytes: Buffer): Key {
  if (bytes.length !== 32) throw new CipherError('a key is 32 bytes');
  const id = createHash('sha256').update('key id').update(bytes).digest('hex').slice(0, 8);
  return { id, secret: createSecretKey(bytes) };
}

/** base64url has spare bits at its end: a second spelling of the same bytes is refused too. */
function decodeExactly(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new CipherError('not an envelope');
  return bytes;
}
