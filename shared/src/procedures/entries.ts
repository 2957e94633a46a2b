/** A fact that lists what hangs on an order as `kind:id:stage` entries, separated by one space. */
export interface Entry {
  kind: string;
  id: string;
  stage: string;
}

export function readEntries(fact: string): Entry[] {
  if (fact === '') return [];
  return fact.split(' ').map((text) => {
    const [kind = '', id = '', stage = ''] = text.split(':');
    return { kind, id, stage };
  });
}

/** The fact after one entry changed; a null stage takes it away. Entries keep the order they came in. */
export function withEntry(fact: string, entry: Omit<Entry, 'stage'> & { stage: string | null }): string {
  const entries = readEntries(fact);
  const at = entries.findIndex((each) => each.id === entry.id);
  const kept = entries.filter((each) => each.id !== entry.id);
  if (entry.stage !== null) {
    kept.splice(at === -1 ? kept.length : at, 0, { ...entry, stage: entry.stage });
  }
  return kept.map((each) => `${each.kind}:${each.id}:${each.stage}`).join(' ');
}

/** Units that have an open task on the order besides the lead's (fact `helpers`: `taskId:unitId` entries). */
export function helpersOf({ helpers }: { helpers: string }): string[] {
  const units = helpers === '' ? [] : helpers.split(' ').map((entry) => entry.split(':')[1] ?? '');
  return [...new Set(units)];
}
