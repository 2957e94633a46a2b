import type { AgendaAnswer, ItemSummary } from '@yihu/shared';

/** Meetings something can still be put on, the next one first; those without a day last. */
export function meetingsToCome(items: readonly ItemSummary[], today: string): ItemSummary[] {
  const day = ({ heldOn }: ItemSummary) => heldOn ?? '9999';
  return items
    .filter((item) => item.state === 'OPEN' && day(item) >= today)
    .sort((a, b) => (day(a) < day(b) ? -1 : 1));
}

/** One line on what became of it: 已列入「周调度会」3 件,1 件早已在议程上;1 件没有列入:…. */
export function agendaText({ title, added, known, refused }: AgendaAnswer): string {
  const done = `已列入「${title}」${added} 件`;
  const there = known === 0 ? '' : `,${known} 件早已在议程上`;
  const whys = [...new Set(refused.map(({ why }) => why))].join(';');
  return `${done}${there}${refused.length === 0 ? '' : `;${refused.length} 件没有列入:${whys}`}`;
}
