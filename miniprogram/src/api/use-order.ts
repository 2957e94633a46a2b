import type { ActionName, OrderView } from '@yihu/shared';
import { useRef, useState } from 'react';
import { newKey } from '../view/ulid';
import { act, orderById } from './orders';
import { ApiError } from './request';
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
  const command = useRef<{ sign: string; id: string } | null>(null);
  // signed photo links expire: at equal versions the reloaded view is the fresher one
  const isAhead = answered && loaded.data?.id === answered.id && answered.version > loaded.data.version;
  const order = isAhead ? answered : loaded.data;

  const run = async (action: ActionName, fields: Record<string, unknown>) => {
    if (!order) throw new Error('工单还没有加载好,请稍等');
    const sign = JSON.stringify([order.id, order.version, action, fields]);
    if (command.current?.sign !== sign) command.current = { sign, id: newKey() };
    try {
      const next = await act(order.id, action, {
        commandId: command.current.id,
        version: order.version,
        fields,
      });
      command.current = null;
      setAnswered(next);
      return next;
    } catch (e) {
      if (e instanceof ApiError && e.status === 409) await loaded.reload();
      throw e;
    }
  };
  return { remote: { ...loaded, data: order }, run };
}
