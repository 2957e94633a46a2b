import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { spoken } from '../platform/a11y';
import { Icon } from './Icon';

export interface SheetProps {
  open: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Actions that stay in sight while the content scrolls. */
  foot?: ReactNode;
}

/** A panel from the bottom edge to choose or read something, closed by its own cross or by the shade. */
export function Sheet({ open, title, onClose, children, foot }: SheetProps) {
  if (!open) return null;
  return (
    <View className="yh-sheet">
      <View className="yh-sheet__shade" onClick={onClose} {...spoken({ role: 'button', label: '关闭' })} />
      <View className="yh-sheet__panel" {...spoken({ role: 'dialog', label: title, modal: true })}>
        <View className="yh-sheet__bar">
          <Text className="yh-sheet__name">{title}</Text>
          <View
            id="sheet-close"
            className="yh-sheet__close"
            onClick={onClose}
            {...spoken({ role: 'button', label: '关闭' })}
          >
            <Icon name="cross" />
          </View>
        </View>
        {children}
        {foot && <View className="yh-sheet__actions">{foot}</View>}
      </View>
    </View>
  );
}
