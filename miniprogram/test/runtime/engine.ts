// Runs a real WeChat build (dist/weapp) outside WeChat: glass-easel, WeChat's own open-source component
// framework, renders the real templates; the real scripts run in a function scope without a DOM.
import * as ge from 'glass-easel';
import { type CodeSpace, MiniProgramEnv } from 'glass-easel-miniprogram-adapter';
import { Loader } from './loader.ts';
import { PageStack } from './page-stack.ts';
import type { AppJson, Bundle } from './types.ts';
import type { WxHost } from './wx-host.ts';

type Definition = Record<string, unknown> & {
  lifetimes?: Record<string, unknown>;
  options?: Record<string, unknown>;
};
type SetData = (data: Record<string, unknown>, callback?: () => void) => void;
interface Instance {
  setData: SetData;
}

let patched = false;
/**
 * glass-easel writes `undefined` as an empty attribute (`disabled=""` would disable every button) and, through
 * the mini-program adapter, never writes ids to the document, where tests look for them.
 */
function patchAttributes(): void {
  if (patched) return;
  patched = true;
  const id = Object.getOwnPropertyDescriptor(ge.Element.prototype, 'id');
  Object.defineProperty(ge.Element.prototype, 'id', {
    ...id,
    set(this: ge.Element, value: unknown) {
      id?.set?.call(this, value);
      (this.getBackendElement() as unknown as Element | null)?.setAttribute('id', String(value));
    },
  });
  const update = ge.Element.prototype.updateAttribute;
  ge.Element.prototype.updateAttribute = function (name: string, value: unknown) {
    if (value === undefined || value === null || (value === '' && BOOLEANS.has(name)))
      this.removeAttribute(name);
    else update.call(this, name, value);
  };
}
const BOOLEANS = new Set(['disabled', 'checked', 'focus', 'hidden', 'loading', 'password']);

export class Engine {
  readonly pages: PageStack;
  readonly appJson: AppJson;
  /** Errors thrown inside the mini-program; the driver throws them. */
  readonly errors: unknown[] = [];
  /** Counts view updates, to know when the app has come to rest. */
  updates = 0;
  private readonly space: CodeSpace;
  private readonly loader: Loader;
  private app: Record<string, unknown> = {};
  private readonly loading = new Set<string>();

  constructor(
    bundle: Bundle,
    readonly host: WxHost,
    container: Element,
    onNativeEvents: boolean,
  ) {
    patchAttributes();
    this.appJson = JSON.parse(bundle.files['app.json'] ?? '{}') as AppJson;
    const env = new MiniProgramEnv();
    this.space = env.createCodeSpace('main', true);
    const context = new ge.CurrentWindowBackendContext();
    if (onNativeEvents) listenToBrowser(context);
    const backend = env.associateBackend(context);
    ge.globalOptions.throwGlobalError = false;
    ge.addGlobalErrorListener((e) => {
      this.errors.push(e);
    });
    this.loader = new Loader(bundle.files, () => this.globals());
    this.addTemplates(bundle);
    this.pages = new PageStack({
      container,
      appJson: this.appJson,
      load: (path) => this.loadPage(path),
      create: (path) => backend.createRoot('page', this.space, path),
      watch: (instance) => this.watchSetData(instance as unknown as Instance),
      quiet: () => this.updates,
    });
    this.pages.defineRoutes(host);
  }

  /** Starts the app at `url` (default: its first page). */
  async launch(url?: string): Promise<void> {
    const target = url ?? this.appJson.pages[0] ?? '';
    const [path = '', query = ''] = target.replace(/^\//, '').split('?');
    const options = {
      path,
      query: Object.fromEntries(new URLSearchParams(query)),
      scene: 1001,
      referrerInfo: {},
    };
    this.host.launchOptions = options;
    this.loader.require('app');
    this.appHook('onLaunch');
    this.appHook('onShow');
    await this.pages.open(target);
  }

  /** Calls a hook of the app as WeChat does, with the options of the launch. */
  appHook(hook: 'onLaunch' | 'onShow' | 'onHide'): void {
    const call = this.app[hook];
    if (typeof call === 'function') call.call(this.app, this.host.launchOptions);
  }

  private addTemplates({ files, templates }: Bundle): void {
    const groupList = new Function(`return ${templates}`)() as Record<string, never>;
    for (const [path, content] of Object.entries(groupList)) {
      // fallbackListenerOnNativeNode: otherwise bindtap on a built-in tag is only an attribute
      this.space.addCompiledTemplate(path, { groupList, content, fallbackListenerOnNativeNode: true });
      const config = files[`${path}.json`];
      if (config === undefined) continue;
      const parsed = JSON.parse(config) as { usingComponents?: Record<string, string> };
      const using = { ...this.appJson.usingComponents, ...parsed.usingComponents };
      const absolute = Object.entries(using).map(([tag, at]) => [
        tag,
        new URL(at, `file:///${path}`).pathname,
      ]);
      this.space.addComponentStaticConfig(path, { ...parsed, usingComponents: Object.fromEntries(absolute) });
    }
  }

  private globals(): Record<string, unknown> {
    return {
      wx: this.host.wx,
      App: (config: Record<string, unknown>) => {
        this.app = Object.assign(Object.create(null), config);
      },
      getApp: () => this.app,
      getCurrentPages: () => this.pages.instances(),
      Page: (definition: Definition) =>
        this.space.componentEnv(this.loader.current, ({ Page }) => Page(definition as never)),
      Component: (definition: Definition) => this.defineComponent(definition),
      Behavior: (definition: Definition) =>
        this.space.componentEnv(this.loader.current, ({ Behavior }) => Behavior(definition as never)),
    };
  }

  private defineComponent(definition: Definition): void {
    const watch = (instance: Instance) => this.watchSetData(instance);
    for (const key of ['behaviors', 'externalClasses']) {
      const value = definition[key];
      if (value !== undefined && !Array.isArray(value)) definition[key] = Object.values(value ?? {});
    }
    const created = definition.lifetimes?.created ?? definition.created;
    definition.lifetimes = {
      ...definition.lifetimes,
      created(this: Instance) {
        watch(this);
        if (typeof created === 'function') created.call(this);
      },
    };
    this.space.componentEnv(this.loader.current, ({ Component }) => Component(definition as never));
  }

  /** Components of a page are loaded before it, as WeChat does. */
  private loadPage(path: string): void {
    const using = this.space.getComponentStaticConfig(path)?.usingComponents ?? {};
    for (const at of Object.values(using)) {
      const component = at.replace(/^\//, '');
      if (this.loading.has(component)) continue; // components may use themselves
      this.loading.add(component);
      this.loadPage(component);
    }
    this.loader.require(path);
  }

  /** Taro writes keys like `root.cn.[0].v`; WeChat reads them as `root.cn[0].v`. */
  private watchSetData(instance: Instance): void {
    const original = instance.setData;
    instance.setData = (data, callback) => {
      const keys = Object.entries(data).map(([key, value]) => [key.replace(/\.\[/g, '['), value]);
      this.updates += 1;
      original.call(instance, Object.fromEntries(keys));
      if (callback) queueMicrotask(() => callback.call(instance));
    };
  }
}

/** Real touches and clicks of a browser become mini-program events. */
function listenToBrowser(context: ge.CurrentWindowBackendContext): void {
  context.onEvent((target, type, detail, options) => {
    const event = new ge.Event(type, detail as unknown, options);
    ge.Event.dispatchEvent(target, event);
    // 0 and 1 are EventBubbleStatus Normal and NoDefault: a const enum cannot be read from outside its package
    return event.defaultPrevented() ? 1 : 0;
  });
}
