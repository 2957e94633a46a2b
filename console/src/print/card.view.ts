import type { CardContact, PostView, ServiceCard, ServicePointView, StickerView } from '@yihu/shared';

/** Cards on an A4 page, two side by side. */
export const PER_PAGE = 8;

export function pagesOf<T>(items: readonly T[], per = PER_PAGE): T[][] {
  return Array.from({ length: Math.ceil(items.length / per) }, (_, at) =>
    items.slice(at * per, (at + 1) * per),
  );
}

/** Who can be called, in the order of who knows the place best; without those nobody has filled in. */
export function contactsOf(card: ServiceCard): { role: string; name: string; phone: string }[] {
  const line = (role: string, { name, phone }: CardContact) => ({ role, name, phone });
  return [
    line('网格长', card.leader),
    line('社区书记', card.secretary),
    ...card.volunteers.map((each) => line('志愿者', each)),
    line(card.community.name, { name: '值班电话', phone: card.communityPhone }),
    line(card.street.shortName, { name: '热线办', phone: card.officePhone }),
  ].filter(({ role, name, phone }) => (role === '志愿者' ? name !== '' : phone !== ''));
}

/** The code that is printed on sheet and card: the newest that still opens something. */
export function currentSticker(items: readonly StickerView[]): StickerView | null {
  return items.find(({ active }) => active) ?? null;
}

/** A card nobody has filled in begins with who works in the grid. */
export function startOf(card: ServiceCard, posts: readonly PostView[]): ServiceCard {
  if (card.version > 0) return card;
  const head = posts.find(({ roleLabel }) => roleLabel === '网格长') ?? posts[0];
  return { ...card, leader: { name: head?.name ?? '', phone: '' } };
}

/** What a resident reads of a point, in one line. */
export function pointLine({ form, address, hours, phone }: ServicePointView): string {
  return [form, address, hours, phone].filter((each) => each !== '').join(' · ');
}
