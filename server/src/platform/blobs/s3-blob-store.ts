import { AwsClient } from 'aws4fetch';
import { checkKey, sha256Of } from './blob-key';
import {
  BlobMissingError,
  BlobStore,
  BlobStoreDownError,
  BlobStoreFullError,
  type StoredBlob,
} from './blob-store';

export interface S3Settings {
  /** Address without the bucket, e.g. `https://s3.example.cn`; the bucket goes into the path. */
  endpoint: string;
  bucket: string;
  region: string;
  keyId: string;
  secret: string;
}

const TIMEOUT_MS = 10_000;
const RETRIES = 2;
/** What the stores in use answer when they take no more: HTTP 507, or a refusal with one of these codes. */
const NO_ROOM =
  /<Code>(QuotaExceeded|XMinioStorageFull|XMinioAdminBucketQuotaExceeded|EntityTooLarge)<\/Code>/;

/**
 * Blobs in an S3-compatible store, for several servers on one database. A PUT is visible whole or not at all
 * and is acknowledged when the store has it durably, so nothing unfinished can be left behind.
 */
export class S3BlobStore extends BlobStore {
  private readonly client: AwsClient;
  private readonly base: string;

  constructor(settings: S3Settings) {
    super();
    this.base = `${settings.endpoint.replace(/\/+$/, '')}/${settings.bucket}`;
    this.client = new AwsClient({
      accessKeyId: settings.keyId,
      secretAccessKey: settings.secret,
      region: settings.region,
      service: 's3',
      retries: RETRIES,
    });
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    const headers = { 'x-amz-content-sha256': sha256Of(bytes), 'content-type': 'application/octet-stream' };
    const body = new Uint8Array(bytes);
    const answer = await this.send('PUT', checkKey(key), { body, headers });
    if (answer.ok) return;
    const said = await answer.text();
    if (answer.status === 507 || NO_ROOM.test(said)) throw new BlobStoreFullError(codeOf(said));
    throw refusal('put', answer.status, said);
  }

  async get(key: string): Promise<Buffer> {
    const answer = await this.send('GET', checkKey(key));
    if (answer.ok) return Buffer.from(await answer.arrayBuffer());
    const said = await answer.text();
    if (answer.status === 404) throw new BlobMissingError(key);
    throw refusal('get', answer.status, said);
  }

  async exists(key: string): Promise<boolean> {
    const answer = await this.send('HEAD', checkKey(key));
    if (answer.status === 404) return false;
    if (answer.ok) return true;
    throw refusal('exists', answer.status, '');
  }

  async delete(key: string): Promise<void> {
    const answer = await this.send('DELETE', checkKey(key));
    const said = await answer.text();
    if (!answer.ok && answer.status !== 404) throw refusal('delete', answer.status, said);
  }

  async *list(prefix: string): AsyncIterable<StoredBlob> {
    for (let token: string | undefined, isLast = false; !isLast; ) {
      const query = new URLSearchParams({ 'list-type': '2', prefix });
      if (token !== undefined) query.set('continuation-token', token);
      const answer = await this.send('GET', `?${query}`);
      const said = await answer.text();
      if (!answer.ok) throw refusal('list', answer.status, said);
      yield* blobsIn(said);
      token = field(said, 'NextContinuationToken');
      isLast = token === undefined;
    }
  }

  async removeUnfinished(): Promise<number> {
    return 0;
  }

  private async send(method: string, keyOrQuery: string, more: RequestInit = {}): Promise<Response> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      return await this.client.fetch(`${this.base}/${keyOrQuery}`, {
        method,
        signal,
        redirect: 'error',
        ...more,
      });
    } catch (error) {
      // Refused, cut off or too slow. The runtime's own text may quote the address.
      throw new BlobStoreDownError((error as { cause?: { code?: string } }).cause?.code ?? 'no answer');
    }
  }
}

/** Keys are lower-case ASCII (checkKey), so the answer needs no XML reader: nothing in it is escaped but tokens. */
function blobsIn(xml: string): StoredBlob[] {
  return [...xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)].map(([, entry = '']) => ({
    key: field(entry, 'Key') ?? '',
    bytes: Number(field(entry, 'Size')),
    storedAt: new Date(field(entry, 'LastModified') ?? '').toISOString(),
  }));
}

function field(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text
    ?.replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function codeOf(xml: string): string {
  return field(xml, 'Code') ?? '';
}

/** The store's code only: its text may quote keys and addresses. */
function refusal(what: string, status: number, said: string): Error {
  const text = `blob store: ${what} answered ${status} ${codeOf(said)}`.trimEnd();
  return status >= 500 ? new BlobStoreDownError(text) : new Error(text);
}
