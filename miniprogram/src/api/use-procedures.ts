import type { OrderView, ProcedureView } from '@yihu/shared';
import { useEffect, useRef } from 'react';
import {
  type OrderProcedures,
  openProcedure,
  procedureById,
  proceduresOf,
  stepProcedure,
} from './procedures';
import { ApiError } from './request';
import { useCommand } from './use-command';
import { type Remote, useRemote } from './use-remote';

type Fields = Record<string, unknown>;

/** Takes a step on what is seen of a procedure. */
export type TakeStep = (view: ProcedureView, step: string, fields: Fields) => Promise<unknown>;

export interface LiveProcedures {
  remote: Remote<OrderProcedures>;
  open: (kind: string, fields: Fields) => Promise<unknown>;
  step: TakeStep;
}

/** Asks again after what was done, and after a refusal because somebody was faster. */
function useAsking(reload: () => Promise<unknown>) {
  const command = useCommand();
  return async (said: unknown[], ask: (commandId: string) => Promise<unknown>) => {
    try {
      await ask(command.idFor(...said));
      command.done();
    } catch (e) {
      if (e instanceof ApiError && e.status === 409) await reload();
      throw e;
    }
    await reload();
  };
}

/** The procedures of an order; `changed` is told after each step, for the order itself stands otherwise then. */
export function useProcedures(order: OrderView | undefined, changed: () => Promise<unknown>): LiveProcedures {
  const id = order?.id;
  const remote = useRemote(id ? `procedures:${id}` : null, () => proceduresOf(id ?? ''));
  const ask = useAsking(() => Promise.all([changed(), remote.reload()]));
  // what happens to the order moves its procedures, and what may be opened
  const version = order?.version;
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current !== undefined && seen.current !== version) void remote.reload();
    seen.current = version;
  }, [version, remote.reload]);

  return {
    remote,
    open: async (kind, fields) => {
      if (!order) throw new Error('工单还没有加载好,请稍等');
      const { version: was } = order;
      await ask([order.id, was, kind, fields], (commandId) =>
        openProcedure(order.id, kind, { commandId, version: was, fields }),
      );
    },
    step: stepBy(ask),
  };
}

const stepBy =
  (ask: ReturnType<typeof useAsking>): TakeStep =>
  ({ id, version }, step, fields) =>
    ask([id, version, step, fields], (commandId) => stepProcedure(id, step, { commandId, version, fields }));

/** One procedure on a page of its own. */
export function useProcedure(id: string | undefined, ready: boolean) {
  const remote = useRemote(id && ready ? `procedure:${id}` : null, () => procedureById(id ?? ''));
  return { remote, step: stepBy(useAsking(remote.reload)) };
}
