/** A WeChat build as data: file texts by path, and the templates as one JavaScript expression. */
export interface Bundle {
  files: Record<string, string>;
  templates: string;
}

export type Args = Record<string, unknown>;

/** What a wx call answers: a plain value, or a function of the arguments (may be async, may throw `WxFail`). */
export type Answer = unknown | ((args: Args) => unknown);

/** Thrown by an answer to make the wx call fail, as WeChat words it. */
export class WxFail extends Error {
  readonly errno: number | undefined;

  constructor(reason: string, errno?: number) {
    super(reason);
    this.errno = errno;
  }
}

/** The parts of a page instance the harness drives. */
export interface PageInstance {
  route: string;
  options: Record<string, string>;
  onLoad?(options: Record<string, string>): void;
  onShow?(): void;
  onReady?(): void;
  onHide?(): void;
  onUnload?(): void;
  onPullDownRefresh?(): void;
  onReachBottom?(): void;
}

export interface AppJson {
  pages: string[];
  window?: Record<string, string>;
  tabBar?: {
    color?: string;
    selectedColor?: string;
    backgroundColor?: string;
    list: { pagePath: string; text: string }[];
  };
  usingComponents?: Record<string, string>;
  subPackages?: { root: string; pages: string[] }[];
}
