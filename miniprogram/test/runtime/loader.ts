/** Names of a browser or of Node that the mini-program's logic layer does not have. */
const ABSENT = [
  'window',
  'document',
  'navigator',
  'location',
  'localStorage',
  'fetch',
  'XMLHttpRequest',
  'process',
  'Buffer',
  'global',
  'self',
];

/** The module system of a mini-program: CommonJS over the files of the package. */
export class Loader {
  /** Path (without .js) of the module being run: WeChat's Page() and Component() register under it. */
  current = '';
  private readonly modules = new Map<string, { exports: unknown }>();

  constructor(
    private readonly files: Record<string, string>,
    private readonly globals: () => Record<string, unknown>,
  ) {}

  require(id: string): unknown {
    const path = id.replace(/\.js$/, '');
    const known = this.modules.get(path);
    if (known) return known.exports;
    const source = this.files[`${path}.js`];
    if (source === undefined) throw new Error(`module "${path}.js" is not in the package`);
    const module = { exports: {} as unknown };
    this.modules.set(path, module);
    const globals = this.globals();
    const names = ['require', 'module', 'exports', ...Object.keys(globals), ...ABSENT];
    const run = new Function(...names, `${source}\n//# sourceURL=weapp/${path}.js`);
    const above = this.current;
    this.current = path;
    try {
      const require = (other: string) => this.require(resolve(path, other));
      run(require, module, module.exports, ...Object.values(globals), ...ABSENT.map(() => undefined));
    } finally {
      this.current = above;
    }
    return module.exports;
  }
}

function resolve(from: string, id: string): string {
  return new URL(id, `file:///${from}`).pathname.slice(1);
}
