import type { OrderView, PhotoView } from '@yihu/shared';

/** All photos of an order taken for one purpose, oldest first, each once. */
export function photosOf(order: Pick<OrderView, 'photos' | 'timeline'>, purpose: string): PhotoView[] {
  const all = [...order.photos, ...order.timeline.flatMap(({ photos }) => photos)];
  const wanted = new Map(all.filter((photo) => photo.purpose === purpose).map((photo) => [photo.id, photo]));
  return [...wanted.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
}
