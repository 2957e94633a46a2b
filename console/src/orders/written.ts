import type { FormValues } from '@yihu/shared';
import { drafts } from '../components';
import type { Act } from './acts.view';

/** A form is not held up by a server that does not say what was written before. */
const PATIENCE_MS = 600;

/** One draft for each form of an order: whatever run of a procedure it belongs to, there is one at a time. */
const keyOf = (orderId: string, { form, way }: Act) => `order:${orderId}:${way.do}.${form}`;

/** What was written into a form that was closed again, here or at another desk; null when nothing was. */
export function kept(orderId: string, act: Act): Promise<FormValues | null> {
  const late = new Promise<null>((done) => setTimeout(() => done(null), PATIENCE_MS));
  return Promise.race([drafts.load(keyOf(orderId, act)), late]);
}

/** Closing by mistake, a lost network or an ended session loses nothing of it. */
export function keep(orderId: string, act: Act, values: FormValues): void {
  drafts.keep(keyOf(orderId, act), values);
}

export function forget(orderId: string, act: Act): void {
  void drafts.forget(keyOf(orderId, act));
}
