import type { Args } from './types.ts';

type Listener = (event: Args) => void;

/** WeChat's one recorder and its players, as far as a mini-program sees them. */
export class WxAudio {
  /** What the next recording gives; a text is why it does not begin. */
  next: { tempFilePath: string; duration: number } | string = 'no recording was set';
  private readonly heard: Record<string, Listener> = {};
  private running = false;
  private readonly players: { end: () => void; fail: () => void }[] = [];

  constructor(private readonly log: (name: string, args: Args) => void) {}

  /** The same object each time, as WeChat's. */
  readonly recorder = {
    onStart: (listener: Listener) => this.listen('start', listener),
    onStop: (listener: Listener) => this.listen('stop', listener),
    onError: (listener: Listener) => this.listen('error', listener),
    onInterruptionBegin: (listener: Listener) => this.listen('interruption', listener),
    start: (options: Args) => {
      this.log('recorder.start', options);
      const { next } = this;
      if (typeof next === 'string') {
        queueMicrotask(() => this.tell('error', { errMsg: next }));
        return;
      }
      this.running = true;
      queueMicrotask(() => this.tell('start', {}));
    },
    stop: () => this.stop(),
  };

  /** A call comes in. */
  interrupt(): void {
    this.tell('interruption', {});
  }

  /** The longest recording is over, or the mini-program has stopped it. */
  stop(): void {
    if (!this.running || typeof this.next === 'string') return;
    this.running = false;
    const { tempFilePath, duration } = this.next;
    queueMicrotask(() => this.tell('stop', { tempFilePath, duration, fileSize: 0 }));
  }

  player() {
    const heard: { ended?: () => void; error?: Listener } = {};
    const player = {
      src: '',
      obeyMuteSwitch: true,
      onEnded: (listener: () => void) => {
        heard.ended = listener;
      },
      onError: (listener: Listener) => {
        heard.error = listener;
      },
      play: () => this.log('player.play', { src: player.src, obeyMuteSwitch: player.obeyMuteSwitch }),
      destroy: () => this.log('player.destroy', { src: player.src }),
    };
    this.players.push({
      end: () => heard.ended?.(),
      fail: () => heard.error?.({ errCode: 10004, errMsg: 'decode failed' }),
    });
    return player;
  }

  /** What plays has come to its end, or cannot be played. */
  finish(how: 'end' | 'fail' = 'end'): void {
    this.players.at(-1)?.[how]();
  }

  private listen(name: string, listener: Listener): void {
    this.heard[name] = listener;
  }

  private tell(name: string, event: Args): void {
    this.heard[name]?.(event);
  }
}
