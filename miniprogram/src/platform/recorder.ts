import Taro from '@tarojs/taro';

/** What was said, as a file on this device. `path` is a temp path or a blob URL. */
export interface Recorded {
  path: string;
  name: string;
  seconds: number;
}

/** A recording under way. It ends by `stop`, at its longest, or when a call comes in; what was said until then stays. */
export interface Recording {
  stop: () => void;
  /** Null when nothing was recorded. */
  done: Promise<Recorded | null>;
}

/** Recording did not begin; `denied`: the person can allow it in the settings. */
export class RecorderError extends Error {
  constructor(
    text: string,
    readonly denied: boolean,
  ) {
    super(text);
  }
}

const IS_H5 = process.env.TARO_ENV === 'h5';
const WHAT_ELSE = '可以打字,或打电话给热线办';
const NOT_BEGUN = '录音没有开始,请再试一次';
const DENIED = IS_H5
  ? '浏览器没有允许使用麦克风:请在地址栏旁的权限里允许,再点一次'
  : '没有麦克风权限:请在设置里打开「麦克风」,再点一次';

/** Why nothing can be recorded on this device, or null. */
export function recorderProblem(): string | null {
  if (!IS_H5) return null;
  if (!window.isSecureContext) return `网页要用 https 打开才能录音;${WHAT_ELSE}`;
  const can = typeof MediaRecorder !== 'undefined' && navigator.mediaDevices?.getUserMedia !== undefined;
  return can && kindOf() !== undefined ? null : `这个浏览器不能录音;${WHAT_ELSE}`;
}

/** Begins to record for `maxSeconds` at most. Throws RecorderError. */
export function record(maxSeconds: number): Promise<Recording> {
  return IS_H5 ? recordH5(maxSeconds) : recordWeapp(maxSeconds);
}

/** WeChat has one recorder for the whole app, and no way to take a listener off it. */
let listening = false;
let begun: () => void = () => undefined;
let ended: (recorded: Recorded | null) => void = () => undefined;
let failed: (errMsg: string) => void = () => undefined;

function recordWeapp(maxSeconds: number): Promise<Recording> {
  const manager = Taro.getRecorderManager();
  if (!listening) {
    listening = true;
    manager.onStart(() => begun());
    manager.onStop(({ tempFilePath, duration }) =>
      ended({ path: tempFilePath, name: 'voice.mp3', seconds: wholeSeconds(duration) }),
    );
    manager.onError(({ errMsg }) => failed(errMsg));
    manager.onInterruptionBegin(() => manager.stop());
  }
  return new Promise((resolve, reject) => {
    const done = new Promise<Recorded | null>((end) => {
      ended = end;
    });
    begun = () => resolve({ stop: () => manager.stop(), done });
    failed = (errMsg) => {
      ended(null); // it had begun: nothing can be saved of it
      const denied = /auth/i.test(errMsg);
      reject(new RecorderError(denied ? DENIED : NOT_BEGUN, denied));
    };
    // 48 kbit/s is plenty for a voice: a minute is 360 KB
    manager.start({
      duration: maxSeconds * 1000,
      sampleRate: 16000,
      numberOfChannels: 1,
      encodeBitRate: 48000,
      format: 'mp3',
    });
  });
}

/** AAC plays everywhere; Opus in WebM is what most other browsers record. */
const KINDS = [
  ['audio/mp4;codecs=mp4a.40.2', 'voice.m4a'],
  ['audio/webm;codecs=opus', 'voice.webm'],
  ['audio/mp4', 'voice.m4a'],
] as const;

const kindOf = () => KINDS.find(([type]) => MediaRecorder.isTypeSupported(type));

async function recordH5(maxSeconds: number): Promise<Recording> {
  const [mimeType, name] = kindOf() ?? [];
  if (mimeType === undefined || name === undefined) throw new RecorderError(NOT_BEGUN, false);
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch((e: unknown) => {
    const denied = e instanceof DOMException && e.name === 'NotAllowedError';
    const missing = e instanceof DOMException && e.name === 'NotFoundError';
    throw new RecorderError(denied ? DENIED : missing ? `没有找到麦克风;${WHAT_ELSE}` : NOT_BEGUN, denied);
  });
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 48_000 });
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const since = performance.now();
  const done = new Promise<Recorded | null>((end) => {
    recorder.onstop = () => {
      clearTimeout(longest);
      for (const track of stream.getTracks()) track.stop();
      const blob = new Blob(parts, { type: mimeType });
      const seconds = wholeSeconds(performance.now() - since);
      end(blob.size === 0 ? null : { path: URL.createObjectURL(blob), name, seconds });
    };
  });
  const stop = () => recorder.state !== 'inactive' && recorder.stop();
  const longest = setTimeout(stop, maxSeconds * 1000);
  recorder.start();
  return { stop, done };
}

const wholeSeconds = (ms: number) => Math.max(1, Math.round(ms / 1000));

/** WeChat's page of this mini-program's permissions, where a refused microphone is allowed again. */
export async function openPermissions(): Promise<void> {
  if (!IS_H5) await Taro.openSetting().catch(() => undefined);
}
