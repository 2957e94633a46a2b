import type { Args } from './types.ts';

/** The files of a mini-program that outlive a visit, with WeChat's callbacks and its limit. */
export class WxFiles {
  static readonly HOME = 'http://usr';
  /** Bytes by path. Hand them to another phone object to carry them through a restart. */
  readonly kept = new Map<string, Blob>();
  /** Bytes there is room for; WeChat gives 200 MB. */
  quota = 200 * 1024 * 1024;
  /** How many calls are under way. */
  pending = 0;

  constructor(private readonly readTemp: (path: string) => Promise<Blob>) {}

  /** The bytes behind a path: a kept file or a temporary one. Rejects when there is none. */
  async read(path: string): Promise<Blob> {
    if (!path.startsWith(WxFiles.HOME)) return this.readTemp(path);
    const blob = this.kept.get(path);
    if (!blob) throw new Error(`no such file or directory "${path}"`);
    return blob;
  }

  /** What wx.getFileSystemManager() gives: callbacks only. */
  manager(): Record<string, (options: Args) => void> {
    const { kept } = this;
    const call = (work: (options: Args) => Promise<Args>) => (options: Args) => {
      const { success, fail } = options as Record<'success' | 'fail', (value: unknown) => void>;
      this.pending += 1;
      work(options)
        .finally(() => {
          this.pending -= 1;
        })
        .then(success, (e: Error) => fail({ errMsg: `fail ${e.message}` }));
    };
    return {
      copyFile: call(async ({ srcPath, destPath }) => {
        const blob = await this.read(String(srcPath));
        const used = [...kept.values()].reduce((sum, { size }) => sum + size, 0);
        if (used + blob.size > this.quota)
          throw new Error('the maximum size of the file storage limit is exceeded');
        kept.set(String(destPath), blob);
        return {};
      }),
      access: call(async ({ path }) => {
        await this.read(String(path));
        return {};
      }),
      unlink: call(async ({ filePath }) => {
        if (!kept.delete(String(filePath))) throw new Error('no such file or directory');
        return {};
      }),
      readdir: call(async () => ({
        files: [...kept.keys()].map((path) => path.slice(WxFiles.HOME.length + 1)),
      })),
    };
  }
}
