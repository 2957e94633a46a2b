import { randomBytes } from 'node:crypto';
import { type Dirent, promises as fs } from 'node:fs';
import * as path from 'node:path';
import { checkKey } from './blob-key';
import {
  BlobMissingError,
  BlobStore,
  BlobStoreDownError,
  BlobStoreFullError,
  type StoredBlob,
} from './blob-store';

/** Half-written files live here, inside the root so that rename never crosses a file system. */
const UNFINISHED = '.unfinished';

/**
 * Blobs as files under one folder. The order of `put` is what makes "acknowledged" true after a kill at
 * any point: write a temporary file → fsync it → rename into place → fsync the folder. A name that can be
 * seen therefore always has all its bytes; a kill leaves at most a file in `.unfinished`.
 */
export class LocalBlobStore extends BlobStore {
  constructor(private readonly root: string) {
    super();
  }

  async put(key: string, bytes: Buffer): Promise<void> {
    const target = this.pathOf(key);
    try {
      if (await this.renewIfSame(target, bytes)) return;
      await this.makeFolder(path.dirname(target));
      await this.makeFolder(path.join(this.root, UNFINISHED));
      const temporary = path.join(this.root, UNFINISHED, randomBytes(16).toString('hex'));
      try {
        await writeDurably(temporary, bytes);
        await fs.rename(temporary, target);
      } catch (error) {
        await fs.rm(temporary, { force: true });
        throw error;
      }
      await syncFolder(path.dirname(target));
    } catch (error) {
      if (NO_ROOM.has(codeOf(error))) throw new BlobStoreFullError(error);
      throw downOr(error);
    }
  }

  async get(key: string): Promise<Buffer> {
    try {
      return await fs.readFile(this.pathOf(key));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw new BlobMissingError(key);
      throw downOr(error);
    }
  }

  async exists(key: string): Promise<boolean> {
    try {
      return (await fs.stat(this.pathOf(key))).isFile();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await fs.rm(this.pathOf(key), { force: true });
  }

  async *list(prefix: string): AsyncIterable<StoredBlob> {
    for await (const file of walk(this.root)) {
      const key = path.relative(this.root, file).split(path.sep).join('/');
      if (!key.startsWith(prefix)) continue;
      const stat = await statIfThere(file);
      if (stat) yield { key, bytes: stat.size, storedAt: stat.mtime.toISOString() };
    }
  }

  async removeUnfinished(before: string): Promise<number> {
    let removed = 0;
    for (const entry of await entriesOf(path.join(this.root, UNFINISHED))) {
      const file = path.join(this.root, UNFINISHED, entry.name);
      const stat = await statIfThere(file);
      if (!stat || stat.mtime.toISOString() >= before) continue;
      await fs.rm(file, { force: true });
      removed += 1;
    }
    return removed;
  }

  private pathOf(key: string): string {
    return path.join(this.root, ...checkKey(key).split('/'));
  }

  /** True when the very bytes are there already; touching them tells the sweep they are wanted again. */
  private async renewIfSame(target: string, bytes: Buffer): Promise<boolean> {
    const stat = await statIfThere(target);
    if (!stat || stat.size !== bytes.length) return false;
    if (!(await fs.readFile(target)).equals(bytes)) return false;
    const now = new Date();
    await fs.utimes(target, now, now);
    return true;
  }

  /** Creates the folder and makes each new name in the chain above it durable. */
  private async makeFolder(folder: string): Promise<void> {
    const firstNew = await fs.mkdir(folder, { recursive: true });
    if (firstNew === undefined) return;
    let at = folder;
    for (; at.length >= firstNew.length; at = path.dirname(at)) await syncFolder(path.dirname(at));
  }
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EFBIG', 'EACCES', 'EPERM']);

/** What the system refused is the store's failure; anything else is ours. */
function downOr(error: unknown): unknown {
  return codeOf(error).startsWith('E') ? new BlobStoreDownError(error) : error;
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | undefined)?.code ?? '');
}

async function writeDurably(file: string, bytes: Buffer): Promise<void> {
  const handle = await fs.open(file, 'wx', 0o640);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename is durable only when its folder is; Windows cannot open folders and needs none of it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function statIfThere(file: string) {
  try {
    return await fs.stat(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await fs.readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function* walk(folder: string): AsyncIterable<string> {
  for (const entry of await entriesOf(folder)) {
    if (entry.name.startsWith('.')) continue;
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(at);
    else if (entry.isFile()) yield at;
  }
}
