import type { ActBody, OrderView, Receipt, SubmitOrder } from '@yihu/shared';
import { newKey } from '@yihu/shared';
import { IN_DX01, type Street } from './street.ts';

/** 占道经营: straight to the grid. */
export const AT_GRID = '010102';
/** 违章搭建: accepted at once, a clerk dispatches. */
export const AT_SECTION = '010201';

/** Demo people at the server without a phone, for what a spec of the phone only needs to have happened. */
export class Behind {
  constructor(private readonly street: Street) {}

  /** What 李阿姨 filed. */
  async filed(classCode: string): Promise<Receipt> {
    const { streets } = await (await fetch(`${this.street.url}/api/streets`)).json();
    const order: SubmitOrder = {
      draftId: newKey(),
      streetId: streets[0].id,
      text: '楼下邻居把杂物堆到我家门口,说了几次都不听',
      photoIds: [],
      point: IN_DX01,
      gridCode: null,
      address: '丁香家园3号楼',
      classCode,
      requestType: 'COMPLAINT',
      partyKind: 'PERSON',
      companyName: '',
      confidentiality: 'SURNAME',
      contactName: '李桂芳',
      contactPhone: '13855512345',
    };
    return this.call<Receipt>('li', 'POST', '/api/orders', order);
  }

  /** An action, or with `procedures/KIND` an opening, on what the person sees. */
  async does(person: string, orderId: string, what: string, fields: ActBody['fields'] = {}): Promise<void> {
    const { version } = await this.call<OrderView>(person, 'GET', `/api/orders/${orderId}`);
    await this.call(person, 'POST', `/api/orders/${orderId}/${what}`, {
      commandId: newKey(),
      version,
      fields,
    });
  }

  async unitId(person: string, name: string): Promise<string> {
    const { streets } = await (await fetch(`${this.street.url}/api/streets`)).json();
    const path = `/api/streets/${streets[0].id}/units`;
    const { units } = await this.call<{ units: { id: string; name: string }[] }>(person, 'GET', path);
    const found = units.find((unit) => unit.name === name);
    if (!found) throw new Error(`no unit ${name}`);
    return found.id;
  }

  async call<T>(person: string, method: string, path: string, body?: unknown): Promise<T> {
    const { token } = await this.send<{ token: string }>('POST', '/api/session/demo', { code: person });
    return this.send<T>(method, path, body, token);
  }

  private async send<T>(method: string, path: string, body: unknown, token?: string): Promise<T> {
    const answer = await fetch(`${this.street.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}
