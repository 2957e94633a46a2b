import type { InfiniteData } from '@tanstack/react-query';
import type { DeskPage, DeskRow } from '@yihu/shared';
import { withFresh } from './list-pages';

const row = (id: string, hour: number | null, version = 1) =>
  ({
    id,
    version,
    dueAt: hour === null ? null : `2026-11-23T${String(hour).padStart(2, '0')}:00:00.000Z`,
    receivedAt: `2026-11-2${id.charCodeAt(0) % 9}T00:00:00.000Z`,
  }) as DeskRow;
const page = (next: string | null, ...items: DeskRow[]): DeskPage => ({
  items,
  next,
  searchedAs: [],
  complete: true,
});
const list = (...pages: DeskPage[]): InfiniteData<DeskPage> => ({
  pages,
  pageParams: pages.map(() => undefined),
});
/** Orders as they stand one after the other, whatever the page; where each page ends stays as it was. */
const told = ({ pages }: InfiniteData<DeskPage>) =>
  [
    ...pages.flatMap(({ items }) => items.map(({ id, version }) => `${id}${version}`)),
    ...pages.flatMap(({ next }) => next ?? []),
  ].join(' ');

const OPEN = { view: 'OPEN' } as const;
const loaded = list(page('p2', row('a', 1), row('b', 2)), page('p3', row('c', 3), row('d', 4)));

describe('a list that is shown', () => {
  it('changes in its place only what changed', () => {
    expect(told(withFresh(loaded, OPEN, ['b'], [row('b', 2, 5)]))).toEqual('a1 b5 c1 d1 p2 p3');
  });
  it('lets go of what has left it', () => {
    expect(told(withFresh(loaded, OPEN, ['b', 'd'], []))).toEqual('a1 c1 p2 p3');
  });
  it('takes in what came before the end of what is loaded, and leaves the rest to its page', () => {
    const came = [row('x', 2, 7), row('z', 9, 7)];
    expect(told(withFresh(loaded, OPEN, ['x', 'z'], came))).toEqual('a1 b1 x7 c1 d1 p2 p3');
    const whole = list(page(null, row('a', 1)));
    expect(told(withFresh(whole, OPEN, ['z'], [row('z', 9)]))).toEqual('a1 z1');
    expect(told(withFresh(list(page(null)), OPEN, ['z'], [row('z', 9)]))).toEqual('z1');
  });
  it('moves what is due at another time, what waits for nothing to the end; nobody shown is lost', () => {
    expect(told(withFresh(loaded, OPEN, ['a'], [row('a', null, 2)]))).toEqual('b1 c1 d1 a2 p2 p3');
    expect(told(withFresh(loaded, OPEN, ['d'], [row('d', 0, 2)]))).toEqual('d2 a1 b1 c1 p2 p3');
  });
  it('of what was received lists the newest first', () => {
    const all = list(page('p2', row('h', null), row('d', null), row('b', null)));
    const came = withFresh(all, { view: 'ALL' }, ['e'], [row('e', null)]);
    expect(told(came)).toEqual('h1 e1 d1 b1 p2');
  });
  it('takes nothing into what was found by words', () => {
    const found = list(page(null, row('b', null)));
    const fresh = [row('b', null, 3), row('h', null)];
    expect(told(withFresh(found, { q: '噪声' }, ['b', 'h'], fresh))).toEqual('b3');
  });
});
