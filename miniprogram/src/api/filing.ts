import type { Receipt, SubmitOrder } from '@yihu/shared';
import { ApiError, strangerError } from '@yihu/shared';
import type { Filing } from '../outbox/queue';
import { type Draft, toSubmit } from '../resident/file/draft';
import { fileForCaller, orderById, submitOrder } from './orders';
import { ownStreet } from './places';
import { alsoMine } from './problems';

/** Files the draft once per its id. Whatever is not our receipt is no success, even when it is JSON with status 200. */
export async function submitFiling({ draft, forCaller }: Filing): Promise<Receipt> {
  const body = toSubmit(draft, (await ownStreet()).id);
  const answer: unknown = await (forCaller
    ? fileForCaller(body, draft.channel)
    : draft.problem
      ? joining(draft.problem, body)
      : submitOrder(body));
  if (!isReceipt(answer)) throw strangerError(200);
  return answer;
}

/** A problem nobody can join any more is no reason to refuse what she says: then it is filed by itself. */
async function joining(problem: NonNullable<Draft['problem']>, body: SubmitOrder): Promise<Receipt> {
  try {
    return await alsoMine(problem.id, body);
  } catch (e) {
    if (!(e instanceof ApiError) || e.code !== 'PROBLEM_CLOSED') throw e;
    return submitOrder({ ...body, text: body.text || `我也遇到:${problem.className}` });
  }
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
