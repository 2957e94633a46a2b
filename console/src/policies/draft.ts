/** A rule being written, and the versions it was begun from: one saved meanwhile by somebody else is not overwritten. */
export interface PolicyDraft {
  body: object;
  from: readonly { version: number; name: string }[];
}

const keyOf = (personId: string, kind: string) => `yihu.desk.policy-draft.${personId}.${kind}`;

/** What she was writing in this tab, also after another page, a reload or a new sign-in. */
export function readDraft(personId: string, kind: string): PolicyDraft | null {
  const kept = sessionStorage.getItem(keyOf(personId, kind));
  return kept === null ? null : (JSON.parse(kept) as PolicyDraft);
}

/** Null forgets it. */
export function keepDraft(personId: string, kind: string, draft: PolicyDraft | null): void {
  if (draft === null) sessionStorage.removeItem(keyOf(personId, kind));
  else sessionStorage.setItem(keyOf(personId, kind), JSON.stringify(draft));
}
