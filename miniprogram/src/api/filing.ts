import type { Receipt } from '@yihu/shared';
import { ApiError, strangerError } from '@yihu/shared';
import type { Filing } from '../outbox/queue';
import { toSubmit } from '../resident/file/draft';
import { fileForCaller, orderById, submitOrder } from './orders';
import { ownStreet } from './places';

/** Files the draft once per its id. Whatever is not our receipt is no success, even when it is JSON with status 200. */
export async function submitFiling({ draft, forCaller }: Filing): Promise<Receipt> {
  const body = toSubmit(draft, (await ownStreet()).id);
  const answer: unknown = await (forCaller ? fileForCaller(body, draft.channel) : submitOrder(body));
  if (!isReceipt(answer)) throw strangerError(200);
  return answer;
}

/** A restored server says so itself if it was told of the restore; a database put back by hand only finds nothing. */
const LOST: readonly string[] = ['ORDER_LOST_IN_RESTORE', 'NOT_FOUND'];

/** Whether the server knows this order. Throws when it gave no word of its own. */
export async function orderKnown(orderId: string): Promise<boolean> {
  try {
    return (await orderById(orderId)).id === orderId;
  } catch (e) {
    if (e instanceof ApiError && LOST.includes(e.code)) return false;
    throw e;
  }
}

const texts: readonly (keyof Receipt)[] = ['orderId', 'orderNo', 'receivedAt', 'state'];

function isReceipt(value: unknown): value is Receipt {
  if (typeof value !== 'object' || value === null) return false;
  const receipt = value as Partial<Record<keyof Receipt, unknown>>;
  return (
    texts.every((name) => typeof receipt[name] === 'string' && receipt[name] !== '') &&
    Array.isArray(receipt.next)
  );
}
