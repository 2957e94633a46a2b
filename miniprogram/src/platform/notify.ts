import Taro from '@tarojs/taro';

/** What the person answered for one template; `filter`: WeChat dropped it (same title twice, or banned). */
export type SubscribeAnswer = 'accept' | 'reject' | 'ban' | 'filter';

/**
 * Asks to send one message per template (at most 3 at a time here). Must be called straight from a tap.
 * Returns the answers, or null where WeChat messages do not exist (H5) or the dialog could not open.
 */
export async function askToNotify(templateIds: string[]): Promise<Record<string, SubscribeAnswer> | null> {
  if (process.env.TARO_ENV !== 'weapp' || templateIds.length === 0) return null;
  const answers: Record<string, SubscribeAnswer> = {};
  const result: Record<string, unknown> = { ...(await subscribeDialog(templateIds.slice(0, 3))) };
  for (const id of templateIds) {
    const answer = result[id];
    if (answer === 'accept' || answer === 'reject' || answer === 'ban' || answer === 'filter')
      answers[id] = answer;
  }
  return Object.keys(answers).length > 0 ? answers : null;
}

/** Closing the dialog is a plain "no", not a fault, so a failure becomes an empty answer. */
function subscribeDialog(tmplIds: string[]): Promise<object> {
  return Taro.requestSubscribeMessage({ tmplIds, entityIds: [] }).catch(() => ({}));
}
