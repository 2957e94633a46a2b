import { useDidHide, useDidShow, useLaunch } from '@tarojs/taro';
import type { PropsWithChildren } from 'react';
import { sleep, startOutbox, wake } from './outbox/outbox';
import { IS_WEAPP } from './platform/env';
import { labelFrame, muteScriptLinks, pressByKey } from './platform/h5-frame';
import { dressFrame } from './session/elder';
import { hasLeft } from './session/left';
import { refreshMe, signInWithWechat } from './session/session';
import { getSession } from './session/store';
import './app.scss';

/** In WeChat everyone is signed in silently at launch; a failure shows on the pages that need a person. */
export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    labelFrame();
    dressFrame();
    pressByKey();
    muteScriptLinks();
    begin().catch(() => undefined);
    startOutbox();
  });
  useDidShow(() => void wake());
  useDidHide(sleep);
  return children;
}

/** A resident whose session has ended meanwhile is signed in anew; staff choose themselves how they come in. */
async function begin(): Promise<void> {
  const before = getSession();
  if (before) await refreshMe().catch(() => undefined);
  if (IS_WEAPP && !getSession() && !before?.me.staff && !hasLeft()) await signInWithWechat();
}
