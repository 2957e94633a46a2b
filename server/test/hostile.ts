import { ERRORS, type Receipt } from '@yihu/shared';
import { filing, type TestApp } from './harness';
import { AT_GRID } from './walk';

export interface Refusal {
  error: { code: keyof typeof ERRORS; message: string; requestId: string };
}

/** A refusal is a 4xx with a known code and words a person can read; answers the code. */
export function coded(status: number, text: string): string {
  const { error } = JSON.parse(text) as Refusal;
  expect([text.slice(0, 200), status >= 400 && status < 500]).toEqual([text.slice(0, 200), true]);
  expect(ERRORS[error.code].status).toBe(status);
  expect(error.message).toMatch(/[\u4e00-\u9fff]/);
  expect(error.message).not.toMatch(/[{}]|undefined|NaN|SELECT|node_modules/);
  expect(error.message).not.toMatch(/[a-z]{3,} [a-z]{3,}/);
  expect(error.requestId).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  return error.code;
}

/** Files as 李阿姨, with something changed. */
export async function submit(app: TestApp, more: Record<string, unknown>) {
  const li = await app.as('li');
  const draft = { ...filing(app.streetId, { classCode: AT_GRID }), ...more };
  return li.call<Receipt & Refusal>('POST', '/api/orders', draft);
}

/** Sends bytes as they are, under the session of 李阿姨. */
export async function raw(
  app: TestApp,
  path: string,
  body?: string | Buffer,
  { type = 'application/json', method = 'POST' } = {},
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${app.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${await (await app.as('li')).token()}`, 'content-type': type },
    body: body === undefined ? undefined : new Uint8Array(Buffer.from(body)),
  });
  return { status: response.status, text: await response.text() };
}
