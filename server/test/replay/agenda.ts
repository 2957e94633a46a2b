import type { Instant } from '@yihu/shared';

interface Entry {
  at: Instant;
  /** Of two at the same instant the one that was put down first comes first. */
  nth: number;
  work: () => Promise<void>;
}

const before = (a: Entry, b: Entry) => (a.at === b.at ? a.nth < b.nth : a.at < b.at);

/** What is to happen when, in order of time (a binary heap). */
export class Agenda {
  private readonly heap: Entry[] = [];
  private count = 0;

  put(at: Instant, work: () => Promise<void>): void {
    this.count += 1;
    const entry: Entry = { at, nth: this.count, work };
    let place = this.heap.length;
    this.heap.push(entry);
    while (place > 0) {
      const above = Math.floor((place - 1) / 2);
      const parent = this.heap[above];
      if (parent === undefined || !before(entry, parent)) break;
      this.heap[place] = parent;
      place = above;
    }
    this.heap[place] = entry;
  }

  /** The next entry not later than `until`, taken off; null when there is none. */
  next(until: Instant): Entry | null {
    const [first] = this.heap;
    if (first === undefined || first.at > until) return null;
    const last = this.heap.pop();
    if (last !== undefined && this.heap.length > 0) this.sink(last);
    return first;
  }

  private sink(entry: Entry): void {
    let place = 0;
    for (;;) {
      const [left, right] = [this.heap[place * 2 + 1], this.heap[place * 2 + 2]];
      const isRight = right !== undefined && left !== undefined && before(right, left);
      const child = isRight ? right : left;
      if (child === undefined || !before(child, entry)) break;
      this.heap[place] = child;
      place = place * 2 + (isRight ? 2 : 1);
    }
    this.heap[place] = entry;
  }
}
