import { useLaunch } from '@tarojs/taro';
import type { PropsWithChildren } from 'react';
import { IS_WEAPP } from './platform/env';
import { signInWithWechat } from './session/session';
import { getSession } from './session/store';
import './app.scss';

/** In WeChat everyone is signed in silently at launch; a failure shows on the pages that need a person. */
export default function App({ children }: PropsWithChildren) {
  useLaunch(() => {
    if (IS_WEAPP && !getSession()) void signInWithWechat().catch(() => undefined);
  });
  return children;
}
