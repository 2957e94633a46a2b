import { type Answer, type Args, WxFail } from './types.ts';
import { WxAudio } from './wx-audio.ts';
import { WxFiles } from './wx-files.ts';

const SILENT = [
  'showToast',
  'hideToast',
  'showLoading',
  'hideLoading',
  'setNavigationBarTitle',
  'setNavigationBarColor',
  'stopPullDownRefresh',
  'startPullDownRefresh',
  'setTabBarBadge',
  'removeTabBarBadge',
  'showTabBarRedDot',
  'hideTabBarRedDot',
  'pageScrollTo',
  'vibrateShort',
  'setClipboardData',
  'previewImage',
];
const ANSWERED = [
  'request',
  'uploadFile',
  'downloadFile',
  'login',
  'checkSession',
  'requestSubscribeMessage',
  'chooseMedia',
  'chooseImage',
  'chooseLocation',
  'getLocation',
  'scanCode',
  'makePhoneCall',
  'openLocation',
  'getSetting',
  'openSetting',
  'authorize',
  'compressImage',
  'showActionSheet',
  'showModal',
];
/** These return a task, never a promise, even without callbacks. */
const TASKS = new Set(['request', 'uploadFile', 'downloadFile']);
const IGNORED = [
  'onAppShow',
  'onAppHide',
  'onError',
  'offError',
  'onUnhandledRejection',
  'onThemeChange',
  'onPageNotFound',
  'onMemoryWarning',
];

/** The `wx` object a mini-program sees: every call is logged, and answered by what the test has set. */
export class WxHost {
  readonly wx: Record<string, unknown> = {};
  readonly calls: { name: string; args: Args }[] = [];
  /** Calls nobody set an answer for; the driver throws them, so a test cannot pass by accident. */
  readonly unanswered: string[] = [];
  readonly storage = new Map<string, unknown>();
  /** How many calls are under way. */
  pending = 0;
  launchOptions: Args = {};
  /** What the mini-program has copied to where it stays. */
  readonly files: WxFiles;
  /** Its microphone and loudspeaker. */
  readonly audio = new WxAudio((name, args) => this.calls.push({ name, args }));
  /** The next writes to the storage find it full. */
  storageFull = false;
  private readonly networkListeners: ((status: Args) => void)[] = [];
  private readonly answers = new Map<string, Answer>();

  constructor(systemInfo: Args = {}, readFile: (path: string) => Promise<Blob> = noFiles) {
    this.files = new WxFiles(readFile);
    this.wx.getRecorderManager = () => this.audio.recorder;
    this.wx.createInnerAudioContext = () => this.audio.player();
    this.wx.env = { USER_DATA_PATH: WxFiles.HOME };
    this.wx.getFileSystemManager = () => this.files.manager();
    this.wx.onNetworkStatusChange = (listener: (status: Args) => void) => {
      this.networkListeners.push(listener);
    };
    for (const name of SILENT) this.define(name, () => ({}));
    for (const name of ANSWERED) this.define(name);
    this.answer('showModal', { confirm: true, cancel: false });
    this.defineStorage();
    this.defineFacts({ ...SYSTEM_INFO, ...systemInfo });
  }

  /** Sets what `name` answers from now on. */
  answer(name: string, answer: Answer): void {
    this.answers.set(name, answer);
  }

  /** Arguments of every call of `name` so far. */
  called(name: string): Args[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.args);
  }

  /** The phone goes on or off the network. */
  setNetwork(isConnected: boolean): void {
    for (const listener of this.networkListeners)
      listener({ isConnected, networkType: isConnected ? '4g' : 'none' });
  }

  /** Adds a wx function with WeChat's calling ways: callbacks, or a promise when there are none. */
  define(name: string, otherwise?: (args: Args) => unknown, counted = true): void {
    this.wx[name] = (options: Args = {}) => {
      const { success, fail, complete, ...args } = options;
      this.calls.push({ name, args });
      if (counted) this.pending += 1;
      const settled = this.settle(name, args, otherwise).finally(() => {
        if (counted) this.pending -= 1;
      });
      const hasCallback = [success, fail, complete].some((callback) => typeof callback === 'function');
      if (!hasCallback && !TASKS.has(name)) return settled;
      settled.then(
        (value) => callBack([success, complete], value),
        (error) => callBack([fail, complete], error),
      );
      return TASK;
    };
  }

  private async settle(name: string, args: Args, otherwise?: (args: Args) => unknown): Promise<Args> {
    const answer = this.answers.has(name) ? this.answers.get(name) : otherwise;
    try {
      if (answer === undefined) {
        this.unanswered.push(name);
        throw new WxFail('no answer was set');
      }
      const value: unknown = await (typeof answer === 'function' ? answer(args) : answer);
      // WeChat hands over copies: with a shared object React would see "no change"
      return { errMsg: `${name}:ok`, ...structuredClone(value as Args) };
    } catch (e) {
      // a plain object, as WeChat rejects, not an Error
      const reason = e instanceof Error ? e.message : String(e);
      throw Object.assign(
        { errMsg: `${name}:fail ${reason}` },
        e instanceof WxFail && e.errno ? { errno: e.errno } : {},
      );
    }
  }

  private defineStorage(): void {
    const { wx, storage } = this;
    wx.getStorageSync = (key: string) => structuredClone(storage.get(key) ?? '');
    wx.setStorageSync = (key: string, data: unknown) => {
      if (this.storageFull) throw new Error('setStorageSync:fail exceed storage max size 10Mb');
      storage.set(key, structuredClone(data));
    };
    wx.getStorageInfoSync = () => ({ keys: [...storage.keys()], currentSize: 0, limitSize: 10_240 });
    wx.removeStorageSync = (key: string) => void storage.delete(key);
    wx.clearStorageSync = () => storage.clear();
    this.define('getStorage', ({ key }) => {
      if (!storage.has(String(key))) throw new WxFail('data not found');
      return { data: storage.get(String(key)) };
    });
    this.define('setStorage', ({ key, data }) => {
      storage.set(String(key), structuredClone(data));
      return {};
    });
    this.define('removeStorage', ({ key }) => {
      storage.delete(String(key));
      return {};
    });
  }

  private defineFacts(systemInfo: Args): void {
    const { wx } = this;
    const facts = () => ({ ...systemInfo });
    for (const name of [
      'getSystemInfoSync',
      'getWindowInfo',
      'getAppBaseInfo',
      'getDeviceInfo',
      'getSystemSetting',
      'getAppAuthorizeSetting',
    ]) {
      wx[name] = facts;
    }
    this.define('getSystemInfo', facts);
    wx.getMenuButtonBoundingClientRect = () => ({
      width: 87,
      height: 32,
      left: 281,
      top: 24,
      right: 368,
      bottom: 56,
    });
    wx.getLaunchOptionsSync = () => this.launchOptions;
    wx.getEnterOptionsSync = () => this.launchOptions;
    wx.getAccountInfoSync = () => ({ miniProgram: { appId: 'wxtest0000000000', envVersion: 'develop' } });
    wx.canIUse = () => true;
    wx.nextTick = (work: () => void) => queueMicrotask(work);
    for (const name of IGNORED) wx[name] = () => undefined;
    wx.getUpdateManager = () => ({
      onCheckForUpdate: () => undefined,
      onUpdateReady: () => undefined,
      onUpdateFailed: () => undefined,
      applyUpdate: () => undefined,
    });
  }
}

const noFiles = () => Promise.reject(new Error('no files here'));

const SYSTEM_INFO = {
  platform: 'devtools',
  SDKVersion: '3.8.0',
  system: 'iOS 17',
  windowWidth: 375,
  windowHeight: 667,
  screenWidth: 375,
  screenHeight: 667,
  pixelRatio: 2,
  statusBarHeight: 20,
  language: 'zh_CN',
  theme: 'light',
};

const TASK = {
  abort: () => undefined,
  onProgressUpdate: () => undefined,
  offProgressUpdate: () => undefined,
  onHeadersReceived: () => undefined,
  offHeadersReceived: () => undefined,
};

function callBack(callbacks: unknown[], value: unknown): void {
  for (const callback of callbacks) if (typeof callback === 'function') callback(value);
}
