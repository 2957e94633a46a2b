import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { spoken } from '../platform/a11y';

export interface CardProps {
  title?: string;
  /** Shown right of the title: a tag, a due badge. */
  aside?: ReactNode;
  children?: ReactNode;
  /** Makes the whole card one button. */
  onTap?: () => void;
  label?: string;
  id?: string;
}

/** A white block on the grey page. */
export function Card({ title, aside, children, onTap, label, id }: CardProps) {
  const head = (title || aside) && (
    <View className="yh-card__head">
      {title && <Text className="yh-card__title">{title}</Text>}
      {aside}
    </View>
  );
  if (!onTap) {
    return (
      <View id={id} className="yh-card">
        {head}
        {children}
      </View>
    );
  }
  return (
    <View
      id={id}
      className="yh-card yh-card--tap"
      hoverClass="yh-card--pressed"
      onClick={onTap}
      {...spoken({ role: 'button', label })}
    >
      {head}
      {children}
    </View>
  );
}
