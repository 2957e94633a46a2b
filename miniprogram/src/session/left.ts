import Taro from '@tarojs/taro';
import { dropFiles, keptFiles } from '../platform/kept-files';
import { dropStored, readStored, writeStored } from '../platform/store';
import { getElder, setElder } from './elder';
import { setSession } from './store';

const KEY = 'yihu.left';

/**
 * The account was deleted: everything kept on this device goes with it, but for the size of the letters. Nobody is
 * signed in again by itself, for that would open a new account unasked.
 */
export function leaveDevice(): void {
  const elder = getElder();
  setSession(null);
  Taro.clearStorageSync();
  void keptFiles().then(dropFiles);
  setElder(elder);
  writeStored(KEY, true);
}

/** True from the deletion of an account on until somebody signs in by her own hand. */
export const hasLeft = (): boolean => readStored<boolean>(KEY) === true;

/** Somebody signed in. */
export function cameBack(): void {
  if (hasLeft()) dropStored(KEY);
}
