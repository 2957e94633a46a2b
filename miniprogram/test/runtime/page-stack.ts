import type { Root } from 'glass-easel-miniprogram-adapter';
import { type AppJson, type PageInstance, WxFail } from './types.ts';
import type { WxHost } from './wx-host.ts';

export interface OpenPage {
  path: string;
  root: Root;
  instance: PageInstance;
  /** The element the page is drawn in; hidden while another page is above it. */
  holder: HTMLElement;
}

interface Environment {
  container: Element;
  appJson: AppJson;
  load(path: string): void;
  create(path: string): Root;
  watch(instance: PageInstance): void;
  /** A number that stands still when nothing is being drawn. */
  quiet(): number;
}

/** The open pages, and WeChat's rules of going between them. Tab pages stay alive when another tab is shown. */
export class PageStack {
  private stack: OpenPage[] = [];
  private readonly tabs = new Map<string, OpenPage>();
  private readonly paths: string[];
  readonly tabPaths: string[];

  constructor(private readonly env: Environment) {
    const { pages, subPackages = [], tabBar } = env.appJson;
    this.paths = [...pages, ...subPackages.flatMap((sub) => sub.pages.map((page) => `${sub.root}/${page}`))];
    this.tabPaths = tabBar?.list.map(({ pagePath }) => pagePath) ?? [];
  }

  get top(): OpenPage {
    const page = this.stack.at(-1);
    if (!page) throw new Error('no page is open');
    return page;
  }

  get depth(): number {
    return this.stack.length;
  }

  instances(): PageInstance[] {
    return this.stack.map(({ instance }) => instance);
  }

  async open(url: string): Promise<void> {
    const [path = '', query = ''] = url.replace(/^\//, '').split('?');
    if (!this.paths.includes(path)) throw new WxFail(`page "${path}" is not found`);
    const below = this.stack.at(-1);
    below?.instance.onHide?.();
    const page = this.draw(path, Object.fromEntries(new URLSearchParams(query)));
    if (below) below.holder.hidden = true;
    this.stack.push(page);
    if (this.tabPaths.includes(path)) this.tabs.set(path, page);
    page.instance.onLoad?.(page.instance.options);
    page.instance.onShow?.();
    await this.drawn();
    page.instance.onReady?.();
  }

  /** Closes every page, as when the app is left for good. */
  closeAll(): void {
    for (const page of new Set([...this.stack, ...this.tabs.values()])) this.destroy(page);
    this.stack = [];
    this.tabs.clear();
  }

  /** Adds navigateTo, redirectTo, reLaunch, switchTab and navigateBack to `wx`. */
  defineRoutes(host: WxHost): void {
    const route = (name: string, run: (url: string, delta: number) => void | Promise<void>) =>
      host.define(name, async ({ url, delta }) => {
        await run(this.absolute(String(url ?? '')), typeof delta === 'number' ? delta : 1);
        return {};
      });
    route('navigateTo', (url) => {
      if (this.tabPaths.includes(pathOf(url))) throw new WxFail('can not navigateTo a tabbar page');
      if (this.stack.length >= 10) throw new WxFail('webview count limit exceed');
      return this.open(url);
    });
    route('redirectTo', (url) => {
      if (this.tabPaths.includes(pathOf(url))) throw new WxFail('can not redirectTo a tabbar page');
      this.leave(1);
      return this.open(url);
    });
    route('reLaunch', (url) => {
      this.closeAll();
      return this.open(url);
    });
    route('switchTab', (url) => this.switchTab(pathOf(url)));
    route('navigateBack', (_, delta) => {
      this.leave(Math.min(delta, this.stack.length - 1));
      this.top.holder.hidden = false;
      this.top.instance.onShow?.();
    });
  }

  private async switchTab(path: string): Promise<void> {
    if (!this.tabPaths.includes(path)) throw new WxFail('can not switch to no-tabBar page');
    if (this.stack.length === 1 && this.top.path === path) return;
    while (this.stack.length > 0 && !this.tabs.has(this.top.path)) this.leave(1);
    const leaving = this.stack.pop();
    if (leaving && leaving.path !== path) {
      leaving.instance.onHide?.();
      leaving.holder.hidden = true;
    }
    const kept = this.tabs.get(path);
    if (!kept) return this.open(path);
    kept.holder.hidden = false;
    this.stack.push(kept);
    kept.instance.onShow?.();
  }

  private leave(count: number): void {
    for (const page of this.stack.splice(this.stack.length - count)) {
      this.tabs.delete(page.path);
      this.destroy(page);
    }
  }

  private destroy(page: OpenPage): void {
    page.instance.onUnload?.();
    page.root.release();
    page.holder.remove();
  }

  private draw(path: string, options: Record<string, string>): OpenPage {
    this.env.load(path);
    const holder = document.createElement('div');
    holder.className = 'page-holder';
    const place = document.createElement('div');
    holder.append(place);
    this.env.container.append(holder);
    const root = this.env.create(path);
    const instance = root.get() as unknown as PageInstance;
    Object.assign(instance, { route: path, __route__: path, options });
    this.env.watch(instance);
    root.attach(holder as never, place as never);
    return { path, root, instance, holder };
  }

  /** Waits until the first drawing is over (no update for two turns), at most 0.3 s. */
  private async drawn(): Promise<void> {
    for (let turn = 0, still = 0; turn < 60 && still < 2; turn += 1) {
      const before = this.env.quiet();
      await new Promise((resolve) => setTimeout(resolve, 5));
      still = this.env.quiet() === before && before > 0 ? still + 1 : 0;
    }
  }

  private absolute(url: string): string {
    if (url.startsWith('/') || this.stack.length === 0) return url;
    return new URL(url, `file:///${this.top.path}`).href.slice('file://'.length);
  }
}

function pathOf(url: string): string {
  return url.replace(/^\//, '').split('?')[0] ?? '';
}
