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

/** Opens one procedure on several orders; answers it. */
export async function openedOn(
  who: Persona,
  orderIds: readonly string[],
  kind: string,
  fields: Fields = {},
): Promise<ProcedureView> {
  await who.ok('POST', `/api/procedures/open/${kind}`, { commandId: newId(), version: 0, orderIds, fields });
  return open(who, orderIds[0] ?? '', kind);
}

/** The code of a refusal to open it on these orders, `none` when it was opened. */
export function openOnRefused(
  who: Persona,
  orderIds: readonly string[],
  kind: string,
  fields: Fields = {},
): Promise<string> {
  return who.refused('POST', `/api/procedures/open/${kind}`, {
    commandId: newId(),
    version: 0,
    orderIds,
    fields,
  });
}

/** What the timeline of the order says to its filer, newest first. */
export async function said(who: Persona, orderId: string): Promise<string[]> {
  return (await who.view(orderId)).timeline.map((entry) => entry.text);
}

/** Runs at a moment and sets the clock back, so that the next case starts where this one did. */
export async function at<T>(app: TestApp, moment: string, work: () => Promise<T>): Promise<T> {
  const start = app.clock.now();
  app.clock.set(moment);
  try {
    return await work();
  } finally {
    app.clock.set(start);
  }
}

/** The same moment a millisecond later. */
export const justAfter = (moment: string): string => new Date(Date.parse(moment) + 1).toISOString();

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
