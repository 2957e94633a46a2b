import * as ge from 'glass-easel';
import { builtinEffects } from './builtin.ts';
import { Engine } from './engine.ts';
import type { Answer, Bundle } from './types.ts';
import { WxHost } from './wx-host.ts';

export interface DriverOptions {
  container: Element;
  answers?: Record<string, Answer>;
  /** Bytes of a temporary file. */
  readFile?: (path: string) => Promise<Blob>;
  systemInfo?: Record<string, unknown>;
  /** In a browser real touches drive the app; in Node only the methods below do. */
  nativeEvents?: boolean;
  /** How long `idle` waits for the app to come to rest. */
  patienceMs?: number;
}

/** A running mini-program, driven as a finger would. Every action waits until the app has come to rest. */
export class Weapp {
  readonly host: WxHost;
  readonly engine: Engine;
  private readonly patienceMs: number;

  constructor(bundle: Bundle, options: DriverOptions) {
    this.host = new WxHost(options.systemInfo, options.readFile);
    for (const [name, answer] of Object.entries(options.answers ?? {})) this.host.answer(name, answer);
    this.engine = new Engine(bundle, this.host, options.container, options.nativeEvents ?? false);
    this.patienceMs = options.patienceMs ?? 10_000;
  }

  async launch(url?: string): Promise<void> {
    await this.engine.launch(url);
    await this.idle();
  }

  /** The path of the page on top, without a leading slash. */
  get path(): string {
    return this.engine.pages.top.path;
  }

  /** What a person reads on the page on top, or in the part `selector` names. */
  text(selector?: string): string {
    return (selector ? this.find(selector) : this.engine.pages.top.holder).textContent ?? '';
  }

  html(): string {
    return this.engine.pages.top.holder.innerHTML;
  }

  /** The first element on the top page that matches; throws, showing the page, when there is none. */
  find(selector: string): Element {
    const found = this.engine.pages.top.holder.querySelector(selector);
    if (!found) throw new Error(`nothing matches ${selector} on ${this.path}:\n${this.text()}`);
    return found;
  }

  findAll(selector: string): Element[] {
    return [...this.engine.pages.top.holder.querySelectorAll(selector)];
  }

  /** The innermost element whose text contains `text`. */
  findText(text: string): Element {
    const found = this.findAll('*').filter((element) => element.textContent?.includes(text));
    const inner = found.find(
      (element) => ![...element.children].some((child) => child.textContent?.includes(text)),
    );
    if (!inner) throw new Error(`"${text}" is not on ${this.path}:\n${this.text()}`);
    return inner;
  }

  tap(selector: string): Promise<void> {
    return this.tapElement(this.find(selector));
  }

  tapText(text: string): Promise<void> {
    return this.tapElement(this.findText(text));
  }

  /** Types into an input or textarea: the whole new value at once. */
  async input(selector: string, value: string): Promise<void> {
    this.fire(this.find(selector), 'input', { value, cursor: value.length });
    await this.idle();
  }

  async blur(selector: string): Promise<void> {
    const element = this.find(selector);
    this.fire(element, 'blur', { value: element.getAttribute('value') ?? '' });
    await this.idle();
  }

  /** Chooses `value` in a picker (an index, indexes or a date text, as WeChat gives it) or a similar tag. */
  async change(selector: string, value: unknown): Promise<void> {
    this.fire(this.find(selector), 'change', { value });
    await this.idle();
  }

  async back(): Promise<void> {
    await this.call('navigateBack', { delta: 1 });
  }

  /** A tap on the native tab bar. */
  async switchTab(path: string): Promise<void> {
    await this.call('switchTab', { url: `/${path}` });
  }

  async pullDown(): Promise<void> {
    this.engine.pages.top.instance.onPullDownRefresh?.();
    await this.idle();
  }

  /** Another app comes in front; wx runs nothing any more. */
  leave(): void {
    this.engine.appHook('onHide');
  }

  /** The app is in front again. */
  async comeBack(): Promise<void> {
    this.engine.appHook('onShow');
    await this.idle();
  }

  /** The phone is on the network again. */
  async reconnect(): Promise<void> {
    this.host.setNetwork(true);
    await this.idle();
  }

  /** Leaves the app: pages are closed, their timers with them. */
  close(): void {
    this.leave();
    this.engine.pages.closeAll();
  }

  /** Waits until no wx call is under way and nothing was drawn for three turns; throws what went wrong inside. */
  async idle(): Promise<void> {
    const deadline = performance.now() + this.patienceMs;
    const seen = () => this.engine.updates + this.host.calls.length;
    for (let still = 0; still < 3; ) {
      const before = seen();
      await new Promise((resolve) => setTimeout(resolve, 8));
      const busy = this.host.pending + this.host.files.pending > 0;
      still = before === seen() && !busy ? still + 1 : 0;
      if (performance.now() > deadline)
        throw new Error(`not at rest after ${this.patienceMs} ms on ${this.path}`);
    }
    const [error] = this.engine.errors.splice(0);
    if (error) throw error;
    const [name] = this.host.unanswered.splice(0);
    if (name) throw new Error(`wx.${name} was called and no answer was set`);
  }

  fire(element: Element, type: string, detail: object, bubbles = false): void {
    const target = (element as { __wxElement?: ge.Element }).__wxElement;
    if (!target) throw new Error(`<${element.localName}> is not a node of the mini-program`);
    ge.Event.triggerEvent(target, type, detail, { bubbles, composed: bubbles });
  }

  private async tapElement(element: Element): Promise<void> {
    if (element.closest('button')?.hasAttribute('disabled')) {
      throw new Error(`the button "${element.textContent}" is disabled: a tap does nothing`);
    }
    this.fire(element, 'tap', { x: 1, y: 1 }, true);
    for (const { target, type, detail } of builtinEffects(element)) this.fire(target, type, detail);
    await this.idle();
  }

  private async call(name: string, args: object): Promise<void> {
    const wxFunction = this.host.wx[name];
    if (typeof wxFunction !== 'function') throw new Error(`wx.${name} does not exist`);
    await wxFunction(args);
    await this.idle();
  }
}
