import type { Receipt } from '@yihu/shared';
import { readStored, tryStore } from '../../platform/store';

/** The last receipt of this device, so that the page can be drawn again after a restart. */
export interface KeptReceipt {
  receipt: Receipt;
  photoCount: number;
  forCaller: boolean;
}

const KEY = 'yihu.receipt';

export function keepReceipt(kept: KeptReceipt): void {
  tryStore(KEY, kept); // without room for it the page reads the order instead
}

/** The receipt of this order, or null when the device holds another or none. */
export function keptReceipt(orderId: string | undefined): KeptReceipt | null {
  const kept = readStored<KeptReceipt>(KEY);
  return kept?.receipt.orderId === orderId ? kept : null;
}
