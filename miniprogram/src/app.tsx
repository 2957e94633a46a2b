import { useLaunch } from '@tarojs/taro';
import type { PropsWithChildren } from 'react';
import { IS_WEAPP } from './platform/env';
import { labelFrame, muteScriptLinks, pressByKey } from './platform/h5-frame';
import { dressFrame } from './session/elder';
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
    const started = getSession() ? refreshMe() : IS_WEAPP ? signInWithWechat() : Promise.resolve();
    started.catch(() => undefined);
  });
  return children;
}
