import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ActionName, OrderView } from '@yihu/shared';
import { useFreshRows } from './fresh-rows';
import { act, openProcedure, orderById, proceduresOf, stepProcedure } from './orders';
import { ApiError } from './request';
import { useCommand } from './use-command';

type Fields = Record<string, unknown>;

/** One order, its procedures, and all that can be done with them. A conflict reloads what is shown, then is thrown. */
export function useOrder(id: string) {
  const client = useQueryClient();
  const command = useCommand();
  const fresh = useFreshRows();
  const order = useQuery({ queryKey: ['order', id], queryFn: () => orderById(id) });
  const procedures = useQuery({ queryKey: ['order', id, 'procedures'], queryFn: () => proceduresOf(id) });

  const reload = () => Promise.all([client.invalidateQueries({ queryKey: ['order', id] }), fresh([id])]);
  const carryOut = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      const done = await work();
      command.done();
      await reload();
      return done;
    } catch (e) {
      if (e instanceof ApiError && e.status === 409) await reload();
      throw e;
    }
  };
  const shown = (): OrderView => {
    if (order.data === undefined) throw new Error('工单还没有加载好,请稍等');
    return order.data;
  };
  return {
    order,
    procedures,
    run: (action: ActionName, fields: Fields) =>
      carryOut(() => {
        const { version } = shown();
        return act(id, action, { commandId: command.idFor(id, version, action, fields), version, fields });
      }),
    open: (kind: string, fields: Fields) =>
      carryOut(() => {
        const { version } = shown();
        return openProcedure(id, kind, {
          commandId: command.idFor(id, version, kind, fields),
          version,
          fields,
        });
      }),
    step: (procedure: { id: string; version: number }, step: string, fields: Fields) =>
      carryOut(() => {
        const { version } = procedure;
        return stepProcedure(procedure.id, step, {
          commandId: command.idFor(procedure.id, version, step, fields),
          version,
          fields,
        });
      }),
  };
}
export type LiveOrder = ReturnType<typeof useOrder>;
