import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { useElder } from '../session/elder';
import { useSession } from '../session/session';
import { elderClass } from '../view/elder';
import { SignInGate } from './SignInGate';

export interface PageProps {
  children: ReactNode;
  /** Actions pinned to the bottom edge, above the phone's own bar. */
  bottom?: ReactNode;
  /** Draw the children only for a signed-in person; others are signed in (WeChat) or asked to (H5). */
  needsSignIn?: boolean;
  /** What signing in is good for here. */
  signInText?: string;
}

/** The frame of every screen: page colour, margins, safe areas, pinned actions. */
export function Page({ children, bottom, needsSignIn = false, signInText }: PageProps) {
  const session = useSession();
  const elder = elderClass(useElder());
  const open = !needsSignIn || session !== null;
  return (
    <View className={`yh-page${bottom && open ? ' yh-page--pinned' : ''} ${elder}`}>
      {open ? children : <SignInGate text={signInText} />}
      {bottom && open && <View className="yh-page__bottom">{bottom}</View>}
    </View>
  );
}
