import { useState } from 'react';
import { fileForCaller, submitOrder } from '../../api/orders';
import { ApiError } from '../../api/request';
import { replace } from '../../platform/nav';
import { newKey } from '../../view/ulid';
import { keepReceipt } from '../receipt/kept-receipt';
import { draftProblem, toSubmit } from './draft';
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
  /** The last attempt got no answer: the same draft will be sent again, and counts once. */
  again: boolean;
}

/** Sends the draft. It stays on the device through every refusal and every lost answer, until its receipt is here. */
export function useSubmit(state: DraftState, streetId: string | undefined, forCaller: boolean): Submitting {
  const [error, setError] = useState<unknown>();
  const submit = async () => {
    const { draft } = state;
    const problem = draftProblem(draft);
    if (problem) throw new DraftProblem(problem.part, problem.text);
    if (!streetId) throw new Error('还没有连上街道的服务,请检查网络后再试');
    setError(undefined);
    try {
      const body = toSubmit(draft, streetId);
      const receipt = await (forCaller ? fileForCaller(body, draft.channel) : submitOrder(body));
      keepReceipt({ receipt, photoCount: body.photoIds.length, forCaller });
      state.finish();
      await replace('resident/receipt/index', { id: receipt.orderId });
    } catch (e) {
      // this id was used by somebody else on this device: the words stay, under a new id
      if (e instanceof ApiError && e.code === 'DRAFT_NOT_YOURS') state.patch({ id: newKey() });
      throw e;
    }
  };
  const again = error instanceof ApiError && (error.status === 0 || error.status >= 500);
  return { submit, error, setError, again };
}
