import Taro from '@tarojs/taro';
import { useSyncExternalStore } from 'react';
import { IS_H5, IS_WEAPP } from '../platform/env';
import { readStored, writeStored } from '../platform/store';
import { type ElderSize, elderBySystem, elderClass, elderFromStored, type SystemFont } from '../view/elder';

const KEY = 'yihu.elder';
let current: ElderSize | undefined;
const listeners = new Set<() => void>();

/** The view chosen on this device; on first use the one that fits the phone's own font. */
export function getElder(): ElderSize {
  current ??= elderFromStored(readStored(KEY)) ?? elderBySystem(systemFont());
  return current;
}

/** Chooses the view and keeps the choice; every open page changes at once. */
export function setElder(next: ElderSize): void {
  current = next;
  writeStored(KEY, next);
  dressFrame();
  for (const listener of listeners) listener();
}

function onElderChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The view as a hook; the component is drawn again when it changes. */
export function useElder(): ElderSize {
  return useSyncExternalStore(onElderChange, getElder, getElder);
}

/** In a browser the title bar and the tabs lie outside every page: the document is marked as well. */
export function dressFrame(): void {
  if (!IS_H5) return;
  const { classList } = document.documentElement;
  classList.remove(...[...classList].filter((name) => name.startsWith('yh-elder')));
  classList.add(...elderClass(getElder()).split(' ').filter(Boolean));
}

/** Browsers already enlarge by their own settings; WeChat tells its font size and enlarges nothing. */
function systemFont(): SystemFont {
  if (!IS_WEAPP) return {};
  const read: () => object = Taro.canIUse('getAppBaseInfo') ? Taro.getAppBaseInfo : Taro.getSystemInfoSync;
  return read() as SystemFont;
}
