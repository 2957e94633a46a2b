import { Button as NativeButton } from '@tarojs/components';
import { useState } from 'react';
import { phoneByWechat } from '../api/phone';
import { IS_WEAPP } from '../platform/env';
import { toast, toastError } from '../platform/feedback';
import { Icon } from './Icon';

export interface PhoneButtonProps {
  /** The person's number, in full, for the field beside the button. */
  onNumber: (number: string) => void;
  id?: string;
}

/** What WeChat says when the app has no calls left; the person can type the number as before. */
const NO_QUOTA = 1400001;

interface Given {
  code?: string;
  errno?: number;
  errMsg?: string;
}

/**
 * 「用微信手机号」 beside a field where the number can be typed as well. WeChat only: elsewhere there is no button.
 * Refusing in WeChat's dialog changes nothing and says nothing.
 */
export function PhoneButton({ onNumber, id }: PhoneButtonProps) {
  const [busy, setBusy] = useState(false);
  if (!IS_WEAPP) return null;
  const take = async ({ code, errno }: Given) => {
    if (errno === NO_QUOTA) return toast('暂时取不到微信手机号,请直接填写');
    if (!code || busy) return;
    setBusy(true);
    try {
      onNumber((await phoneByWechat(code)).number);
    } catch (e) {
      toastError(e);
    } finally {
      setBusy(false);
    }
  };
  return (
    <NativeButton
      id={id}
      className={`yh-btn yh-btn--secondary yh-btn--small${busy ? ' yh-btn--off' : ''}`}
      hoverClass="yh-btn--pressed"
      disabled={busy}
      openType="getPhoneNumber"
      onGetPhoneNumber={(event) => void take(event.detail as Given)}
    >
      <Icon name="phone" />
      用微信手机号
    </NativeButton>
  );
}
