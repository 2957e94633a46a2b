import { type Instant, toInstant } from '@yihu/shared';
import { useEffect, useState } from 'react';

const MINUTE_MS = 60_000;

/** The time of this machine, anew every minute: for what is left of a deadline. */
export function useNow(): Instant {
  const [now, setNow] = useState(() => toInstant(Date.now()));
  useEffect(() => {
    const timer = setInterval(() => setNow(toInstant(Date.now())), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
