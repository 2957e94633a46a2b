import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';

/** One line of an order: what it is, and how it stands. Nothing to say, nothing drawn. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <View className="yh-fact">
      <Text className="yh-fact__name">{name}</Text>
      <View className="yh-fact__value">{children}</View>
    </View>
  );
}
