/** Rejects with `onTimeout()` when `work` has not settled after `ms`; iOS may give no callback at all. */
export function withTimeout<T>(work: Promise<T>, ms: number, onTimeout: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watchdog = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(onTimeout()), ms);
  });
  return Promise.race([work, watchdog]).finally(() => clearTimeout(timer));
}
