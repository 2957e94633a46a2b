interface Query {
  in: () => Query;
  select: (selector: string) => { boundingClientRect: (callback: (rect: unknown) => void) => Query };
  exec: (done?: (results: unknown[]) => void) => void;
}

/** `wx.createSelectorQuery` as far as the app uses it: where one element stands in the window. */
export function createSelectorQuery(): Query {
  const asked: (() => unknown)[] = [];
  const query: Query = {
    in: () => query,
    select: (selector) => ({
      boundingClientRect(callback) {
        asked.push(() => {
          const element = document.querySelector(selector);
          const rect = element ? element.getBoundingClientRect().toJSON() : null;
          callback(rect);
          return rect;
        });
        return query;
      },
    }),
    exec: (done) =>
      queueMicrotask(() => {
        const results = asked.map((ask) => ask());
        done?.(results);
      }),
  };
  return query;
}
