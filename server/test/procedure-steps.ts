import type { OrderView, ProcedureTaskLine, ProcedureView } from '@yihu/shared';
import { ProceduresSweep } from '../src/modules/procedures/procedures-sweep.service';
import { newId } from '../src/platform/ids';
import type { Persona, TestApp } from './harness';

type Fields = Record<string, unknown>;

/** Opens a procedure on an order as a person does; answers the procedure. */
export async function opened(
  who: Persona,
  orderId: string,
  kind: string,
  fields: Fields = {},
): Promise<ProcedureView> {
  const { version } = await who.view(orderId);
  await who.ok<OrderView>('POST', `/api/orders/${orderId}/procedures/${kind}`, {
    commandId: newId(),
    version,
    fields,
  });
  return open(who, orderId, kind);
}

/** The newest procedure of a kind on an order, as this person sees it. */
export async function open(who: Persona, orderId: string, kind: string): Promise<ProcedureView> {
  const { items } = await procedures(who, orderId);
  const found = items.find((item) => item.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} on ${orderId}`);
  return found;
}

export function procedures(
  who: Persona,
  orderId: string,
): Promise<{ items: ProcedureView[]; openable: string[] }> {
  return who.ok('GET', `/api/orders/${orderId}/procedures`);
}

/** The code of a refusal to open, `none` when it was opened. */
export async function openRefused(
  who: Persona,
  orderId: string,
  kind: string,
  fields: Fields = {},
): Promise<string> {
  return who.refused('POST', `/api/orders/${orderId}/procedures/${kind}`, {
    commandId: newId(),
    version: 999,
    fields,
  });
}

/** Takes a step; answers the procedure after it. */
export async function step(
  who: Persona,
  runId: string,
  name: string,
  fields: Fields = {},
): Promise<ProcedureView> {
  return who.ok('POST', `/api/procedures/${runId}/steps/${name}`, {
    commandId: newId(),
    version: 999,
    fields,
  });
}

export async function stepRefused(
  who: Persona,
  runId: string,
  name: string,
  fields: Fields = {},
  version = 999,
): Promise<string> {
  return who.refused('POST', `/api/procedures/${runId}/steps/${name}`, {
    commandId: newId(),
    version,
    fields,
  });
}

/** What a person's units owe in procedures. */
export async function owed(who: Persona): Promise<ProcedureTaskLine[]> {
  const { items } = await who.ok<{ items: ProcedureTaskLine[] }>('GET', '/api/procedures/inbox');
  return items;
}

/** One round of what time does to procedures. */
export function procedureSweep(app: TestApp): Promise<number> {
  return app.app.get(ProceduresSweep).tick(app.clock.now());
}
