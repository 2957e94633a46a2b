import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { spoken } from '../platform/a11y';
import { Button } from './Button';
import { ErrorNotice } from './Notice';

export interface ConfirmSheetProps {
  open: boolean;
  title: string;
  /** Fields to fill in before confirming. */
  children?: ReactNode;
  confirmText?: string;
  danger?: boolean;
  /** While false the confirm button is off. */
  ready?: boolean;
  /** What went wrong at the last try; shown beside the buttons, where the eye is. */
  error?: unknown;
  onConfirm: () => unknown;
  onClose: () => void;
}

/** A panel from the bottom edge that asks before something is done; the page closes it when it succeeded. */
export function ConfirmSheet({
  open,
  title,
  children,
  confirmText = '确定',
  danger = false,
  ready = true,
  error,
  onConfirm,
  onClose,
}: ConfirmSheetProps) {
  if (!open) return null;
  return (
    <View className="yh-sheet">
      <View className="yh-sheet__shade" onClick={onClose} {...spoken({ role: 'button', label: '关闭' })} />
      <View className="yh-sheet__panel" {...spoken({ role: 'dialog', label: title, modal: true })}>
        <Text className="yh-sheet__title">{title}</Text>
        {children}
        <View className="yh-sheet__actions yh-sheet__actions--column">
          {error ? <ErrorNotice error={error} /> : null}
          <View className="yh-row">
            <Button kind="secondary" id="sheet-cancel" onTap={onClose}>
              返回
            </Button>
            <Button
              kind={danger ? 'danger' : 'primary'}
              id="sheet-confirm"
              disabled={!ready}
              onTap={onConfirm}
            >
              {confirmText}
            </Button>
          </View>
        </View>
      </View>
    </View>
  );
}
