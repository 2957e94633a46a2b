import type { FormValues } from '@yihu/shared';
import type { Act } from './acts.view';

/** What was written into a form that is closed again, until it is sent: closing by mistake loses nothing. */
const forms = new Map<string, FormValues>();
const keyOf = (orderId: string, { id }: Pick<Act, 'id'>) => `${orderId} ${id}`;

export const kept = (orderId: string, act: Pick<Act, 'id'>): FormValues | undefined =>
  forms.get(keyOf(orderId, act));

export function keep(orderId: string, act: Pick<Act, 'id'>, values: FormValues): void {
  forms.set(keyOf(orderId, act), values);
}

export function forget(orderId: string, act: Pick<Act, 'id'>): void {
  forms.delete(keyOf(orderId, act));
}
