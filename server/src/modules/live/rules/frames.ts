import type { LiveEvent } from '@yihu/shared';

/** One event of a stream; `cursor` says that everything up to it has been told. */
export function frameOf(event: LiveEvent, cursor: number): string {
  return `id: ${cursor}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** A sign of life; it moves the cursor past what was not for this reader. */
export function beatOf(cursor: number): string {
  return `id: ${cursor}\n: beat\n\n`;
}

/** Where a reader was; null for one who begins now. Anything else than a number counts as lost. */
export function cursorOf(lastEventId: string | undefined, since: string | undefined): number | null {
  const said = lastEventId ?? since;
  if (said === undefined || said === '') return null;
  return /^\d{1,10}$/.test(said) ? Number(said) : -1;
}
