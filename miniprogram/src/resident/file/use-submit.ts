import { useState } from 'react';
import { hold, put, release, sendWatched } from '../../outbox/outbox';
import type { Holder } from '../../outbox/queue';
import { replace } from '../../platform/nav';
import { draftProblem } from './draft';
import type { DraftState } from './use-draft';

/** Something is missing or wrong in the draft itself; `part` of the page says where. */
export class DraftProblem extends Error {
  constructor(
    readonly part: 'text' | 'place' | 'contact',
    text: string,
  ) {
    super(text);
  }
}

export interface Submitting {
  submit: () => Promise<void>;
  error: unknown;
  setError: (e: unknown) => void;
  /** The filing that waits in the outbox because the last attempt got no answer. */
  waiting: string | null;
  /** Back to the form, to change what waits. */
  change: () => void;
}

/**
 * Hands the draft to the outbox and sends it from there. It stays on the phone through every refusal and every lost
 * answer, until its receipt is here.
 */
export function useSubmit(
  state: DraftState,
  { person, forCaller, group }: { person: Holder; forCaller: boolean; group: () => string },
): Submitting {
  const [error, setError] = useState<unknown>();
  const [waiting, setWaiting] = useState<string | null>(null);
  const submit = async () => {
    const problem = draftProblem(state.draft);
    if (problem) throw new DraftProblem(problem.part, problem.text);
    setError(undefined);
    const { photos, voice } = state.draft;
    const draft = {
      ...state.draft,
      photos: photos.filter(({ refused }) => !refused),
      voice: voice?.refused ? null : voice,
    };
    const key = state.filingKey ?? draft.id;
    put(key, { draft, person, forCaller, group: group() });
    state.handOver(key);
    const { outcome, filing, receipt } = await sendWatched(key);
    if (outcome === 'sent' && receipt) return replace('resident/receipt/index', { id: receipt.orderId });
    const trouble = filing?.trouble ?? '这一步没有成功,请再试一次';
    if (outcome === 'signedOut') {
      if (state.takeBack()) release(key);
      throw new Error(trouble);
    }
    if (outcome !== 'refused') return setWaiting(key);
    // an id that was used by somebody else on this phone has been replaced
    if (filing && filing.draft.id !== state.draft.id) state.patch({ id: filing.draft.id });
    throw new Error(trouble);
  };
  const change = () => {
    if (waiting) hold(waiting);
    setWaiting(null);
  };
  return { submit, error, setError, waiting, change };
}
