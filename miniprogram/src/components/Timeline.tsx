import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Icon } from './Icon';

export interface TimelineItem {
  key: string;
  title: string;
  /** done: it happened; now: it is happening; next: it has not happened yet. */
  state: 'done' | 'now' | 'next';
  /** When, in words. */
  time?: string;
  /** Who (unit) and what. */
  text?: string;
  extra?: ReactNode;
}

const STATE_WORD = { done: '已完成', now: '进行中', next: '还没到' } as const;

/** Stations from top to bottom; each says in words whether it is done. */
export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <View className="yh-timeline">
      {items.map((item) => (
        <View key={item.key} className={`yh-station yh-station--${item.state}`}>
          <View className="yh-station__dot">{item.state === 'done' && <Icon name="check" />}</View>
          <View className="yh-station__body">
            <View className="yh-station__title">
              {item.title}
              <Text className="yh-station__state">{STATE_WORD[item.state]}</Text>
            </View>
            {item.time && <View className="yh-station__time">{item.time}</View>}
            {item.text && <View className="yh-station__text">{item.text}</View>}
            {item.extra}
          </View>
        </View>
      ))}
    </View>
  );
}
