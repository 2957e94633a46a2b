import { openAsBlob } from 'node:fs';
import type { OrderView, ProcedureView, SignedIn } from '@yihu/shared';
import { newKey } from '@yihu/shared';
import type { OrderProcedures } from '../src/api/orders.ts';
import type { DeskScene, Seat } from './desk.ts';

/** 违章搭建: accepted at once, 城管科 is proposed, a clerk dispatches. */
export const AT_SECTION = '010201';
/** 占道经营: goes straight to the grid. */
export const AT_GRID = '010102';
export const REPLY = '丁香01网格已于11月23日上午劝离占道摊位3处,并约定每日17时巡查。';

/** Does an action as somebody else than who sits at the desk. */
export async function act(desk: DeskScene, person: string, id: string, action: string, fields = {}) {
  const { version } = await desk.call<OrderView>(person, 'GET', `/api/orders/${id}`);
  const body = { commandId: newKey(), version, fields };
  return desk.call<OrderView>(person, 'POST', `/api/orders/${id}/actions/${action}`, body);
}

/** Opens a procedure on an order as somebody. */
export async function openRun(desk: DeskScene, person: string, id: string, kind: string, fields: object) {
  const { version } = await desk.call<OrderView>(person, 'GET', `/api/orders/${id}`);
  const body = { commandId: newKey(), version, fields };
  await desk.call<OrderView>(person, 'POST', `/api/orders/${id}/procedures/${kind}`, body);
  const { items } = await desk.call<OrderProcedures>(person, 'GET', `/api/orders/${id}/procedures`);
  return items.find((run): run is ProcedureView => run.kind === kind);
}

/** Uploads a picture as the resident who files; its id. */
export async function photo({ street, call }: DeskScene, file: string): Promise<string> {
  const { token } = await call<SignedIn>('li', 'POST', '/api/session/demo', { code: 'li' });
  const form = new FormData();
  form.append('draftId', newKey());
  form.append('purpose', 'REPORT');
  form.append('file', await openAsBlob(file, { type: 'image/jpeg' }), 'photo.jpg');
  const answer = await fetch(`${street.url}/api/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  if (!answer.ok) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
}

/** An order whose answer was let out: it waits for the call back. */
export async function toVisit(desk: DeskScene, text: string): Promise<string> {
  const { orderId } = await desk.file(text, { classCode: AT_GRID });
  await act(desk, 'grid-zhang', orderId, 'sign');
  await act(desk, 'grid-zhang', orderId, 'reply', { outcome: 'SOLVED', publicText: REPLY });
  await act(desk, 'desk-liu', orderId, 'approve', { publicText: REPLY });
  return orderId;
}

/** The workbench as its user sees it. */
export class Bench {
  constructor(readonly seat: Seat) {}

  get page() {
    return this.seat.page;
  }

  /** The order that is open, as its address says. */
  get id(): string | null {
    return new URLSearchParams(this.page.url().split('?').at(-1)).get('id');
  }

  /** The list is drawn and its first order open. */
  async begins(): Promise<void> {
    await this.page.locator('.bench-row').first().waitFor();
    await this.seat.press('j');
    await this.opened();
  }

  /** The order of the address is chosen in the list and drawn beside it. */
  async opened(): Promise<void> {
    await this.page.waitForFunction(() => {
      const id = new URLSearchParams(location.hash.split('?')[1]).get('id');
      const isChosen = document.querySelector(`.bench-row[data-chosen] #row-${id}`) !== null;
      return isChosen && document.querySelector(`.bench-order[data-id="${id}"] .bench-acts`) !== null;
    });
  }

  /** Waits until an order has left the list and is not the one that is open any more. */
  async goneOn(from: string | null): Promise<void> {
    await this.page.locator(`#row-${from}`).waitFor({ state: 'detached' });
    await this.page.waitForFunction((id) => !location.hash.includes(`id=${id}`), from);
  }

  /** A form is open and what is typed goes into it. */
  async form(): Promise<void> {
    await this.page.locator('#form-send').waitFor();
    await this.page.waitForFunction(() => document.activeElement?.closest('.ant-modal') !== null);
  }

  /** Whether a button of that name stands in the bar of acts. */
  offers(label: string): Promise<boolean> {
    return this.page.locator('.bench-acts').getByRole('button', { name: label }).isVisible();
  }

  /** Id of what has the focus; '' when nothing has it. */
  focus(): Promise<string> {
    return this.page.evaluate(() =>
      document.activeElement === document.body ? '' : (document.activeElement?.id ?? ''),
    );
  }
}
