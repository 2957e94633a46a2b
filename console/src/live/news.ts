import type { LiveEvent } from '@yihu/shared';

/** What is shown and has to be asked for again because of an event; `all`: everything. Lists by their rows. */
export function staleBy(event: LiveEvent): (readonly unknown[])[] | 'all' {
  switch (event.type) {
    case 'order':
    case 'alarm':
      return [['order', event.id], ...(event.notice ? [['notices']] : [])];
    case 'notice':
      return [['notices'], ['orders']];
    case 'counts':
      return [['orders']];
    case 'presence':
      return [['presence', event.id]];
    case 'bulk':
      // What it did to each order is told by the order.
      return [['bulk', event.id]];
    case 'reset':
      return 'all';
    case 'hello':
    case 'bye':
      return [];
  }
}

/** Orders whose rows changed, each once. */
export function changedBy(events: readonly LiveEvent[]): string[] {
  return [
    ...new Set(
      events.flatMap((event) => (event.type === 'order' || event.type === 'alarm' ? [event.id] : [])),
    ),
  ];
}

const ALARMS = { YELLOW: null, ORANGE: '快到期', RED: '已超期', URGENT: '紧急诉求' } as const;

/** The line that calls for somebody, or null: a yellow light is in the list, and what one did oneself one knows. */
export function alarmText(event: LiveEvent): { title: string; text: string } | null {
  if (event.type !== 'alarm' || event.alarm === null || event.mine) return null;
  const title = ALARMS[event.alarm];
  return title === null ? null : { title, text: `${event.title} ${event.orderNo}` };
}
