import type { ItemSummary, ItemView, NoticesAnswer } from '@yihu/shared';
import { TriggersSweep } from '../src/modules/triggers/triggers-sweep.service';
import { newId } from '../src/platform/ids';
import type { Persona, TestApp } from './harness';

type Fields = Record<string, unknown>;

/** Standing entries of a ledger of the demo street, as the supervisor sees them. */
export async function entries(app: TestApp, kind: string): Promise<ItemSummary[]> {
  const who = await app.as('sup-ye');
  return (await who.ok<{ items: ItemSummary[] }>('GET', `/api/ledgers/${kind}`)).items;
}

export function entry(who: Persona, id: string): Promise<ItemView> {
  return who.ok('GET', `/api/ledger-items/${id}`);
}

/** Standing entries of a ledger that an order is in. */
export async function entriesOf(app: TestApp, kind: string, orderId: string): Promise<ItemView[]> {
  const who = await app.as('sup-ye');
  const all: ItemView[] = [];
  for (const { id } of await entries(app, kind)) all.push(await entry(who, id));
  return all.filter((item) => item.orders.some((order) => order.id === orderId));
}

export function actOnItem(who: Persona, id: string, name: string, fields: Fields = {}): Promise<ItemView> {
  return who.ok('POST', `/api/ledger-items/${id}/actions/${name}`, {
    commandId: newId(),
    version: 0,
    fields,
  });
}

export async function enterByHand(
  app: TestApp,
  who: Persona,
  kind: string,
  orderNos: string[],
  fields: Fields,
): Promise<string> {
  const body = { commandId: newId(), version: 0, rootId: app.streetId, orderNos, fields };
  return (await who.ok<{ id: string }>('POST', `/api/ledgers/${kind}`, body)).id;
}

/** One round of what triggers find by looking. */
export function triggerSweep(app: TestApp): Promise<number> {
  return app.app.get(TriggersSweep).tick(app.clock.now());
}

/** How often a person was told that phrase, and with what words last. */
export async function toldOf(who: Persona, phrase: string): Promise<{ n: number; last: string }> {
  const { items } = await who.ok<NoticesAnswer>('GET', '/api/notices?limit=50');
  const found = items.filter((item) => item.phrase === phrase);
  return { n: found.length, last: found[0]?.thing ?? '' };
}
