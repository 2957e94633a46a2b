import { type Instant, toInstant } from '@yihu/shared';

/** The port through which the server asks what time it is; tests and replays put their own behind it. */
export abstract class Clock {
  abstract now(): Instant;
}

export class SystemClock extends Clock {
  constructor(private readonly offsetMs = 0) {
    super();
  }
  now(): Instant {
    return toInstant(Date.now() + this.offsetMs);
  }
}
