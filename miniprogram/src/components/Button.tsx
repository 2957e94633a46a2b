import { Button as NativeButton } from '@tarojs/components';
import { type ReactNode, useRef, useState } from 'react';
import { spoken } from '../platform/a11y';
import { IS_H5 } from '../platform/env';
import { toastError } from '../platform/feedback';
import { Icon, type IconName } from './Icon';

export interface ButtonProps {
  children: ReactNode;
  /** A returned promise keeps the button busy; a thrown error is shown as a toast unless `onError` takes it. */
  onTap: () => unknown;
  onError?: (e: unknown) => void;
  kind?: 'primary' | 'secondary' | 'danger' | 'outline-danger' | 'plain';
  size?: 'normal' | 'small';
  icon?: IconName;
  disabled?: boolean;
  loading?: boolean;
  id?: string;
  label?: string;
}

/** A button that cannot be pressed twice: further taps are dropped until the work of the first has settled. */
export function Button({
  children,
  onTap,
  onError = toastError,
  kind = 'primary',
  size = 'normal',
  icon,
  disabled = false,
  loading = false,
  id,
  label,
}: ButtonProps) {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const press = async () => {
    if (running.current || disabled || loading) return;
    running.current = true;
    try {
      const work = onTap();
      if (work instanceof Promise) {
        setBusy(true);
        await work;
      }
    } catch (e) {
      onError(e);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  const off = disabled || busy || loading;
  return (
    <NativeButton
      id={id}
      className={`yh-btn yh-btn--${kind} yh-btn--${size}${off ? ' yh-btn--off' : ''}`}
      disabled={IS_H5 ? off || undefined : off} // H5 draws disabled="false" as disabled
      hoverClass="yh-btn--pressed"
      aria-label={label}
      {...(IS_H5 ? spoken({ role: 'button', disabled: off }) : {})} // H5's is no real button
      onClick={press}
    >
      {icon && <Icon name={icon} />}
      {children}
    </NativeButton>
  );
}
