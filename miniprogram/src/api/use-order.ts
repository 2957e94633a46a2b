import type { ActionName, OrderView } from '@yihu/shared';
import { useState } from 'react';
import { act, orderById } from './orders';
import { ApiError } from './request';
import { useCommand } from './use-command';
import { type Remote, useRemote } from './use-remote';

export interface LiveOrder {
  /** The newest view at hand: loaded, or answered by the last action. */
  remote: Remote<OrderView>;
  /**
   * Does an action on what is seen. A repeat of the same thing after a lost answer carries the same command id.
   * A refusal because somebody was faster reloads the order, then is thrown for the page to show.
   */
  run: (action: ActionName, fields: Record<string, unknown>) => Promise<OrderView>;
}

/** One order with its actions. `id` empty or `ready` false: nothing is loaded. */
export function useOrder(id: string | undefined, ready: boolean): LiveOrder {
  const loaded = useRemote<OrderView>(id && ready ? `order:${id}` : null, () => orderById(id ?? ''));
  const [answered, setAnswered] = useState<OrderView | null>(null);
  const command = useCommand();
  // signed photo links expire: at equal versions the reloaded view is the fresher one
  const isAhead = answered && loaded.data?.id === answered.id && answered.version > loaded.data.version;
  const order = isAhead ? answered : loaded.data;

  const run = async (action: ActionName, fields: Record<string, unknown>) => {
    if (!order) throw new Error('工单还没有加载好,请稍等');
    const { id: orderId, version } = order;
    const commandId = command.idFor(orderId, version, action, fields);
    try {
      const next = await act(orderId, action, { commandId, version, fields });
      command.done();
      setAnswered(next);
      return next;
    } catch (e) {
      if (e instanceof ApiError && e.status === 409) await loaded.reload();
      throw e;
    }
  };
  return { remote: { ...loaded, data: order }, run };
}
