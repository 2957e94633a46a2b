import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { errText } from '../api/request';
import { spoken } from '../platform/a11y';
import { Button } from './Button';
import { Icon } from './Icon';

/** Nothing here yet: says so and what to do next. */
export function Empty({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <View className="yh-empty">
      <Text className="yh-empty__text">{text}</Text>
      {children}
    </View>
  );
}

/** Something failed: the Chinese reason, and a way to try again. */
export function ErrorNotice({ error, onRetry }: { error: unknown; onRetry?: () => unknown }) {
  return (
    <View className="yh-error" {...spoken({ role: 'alert' })}>
      <View className="yh-error__line">
        <Icon name="alert" />
        <Text className="yh-error__text">{errText(error)}</Text>
      </View>
      {onRetry && (
        <Button kind="secondary" size="small" onTap={onRetry}>
          再试一次
        </Button>
      )}
    </View>
  );
}

export function Loading({ text = '加载中…' }: { text?: string }) {
  return (
    <View className="yh-loading" {...spoken({ role: 'status', live: 'polite' })}>
      <View className="yh-loading__spin" />
      <Text>{text}</Text>
    </View>
  );
}
