import { Text, View } from '@tarojs/components';
import type { Station } from '@yihu/shared';
import { dateText } from '@yihu/shared';
import { spoken } from '../platform/a11y';
import { useNow } from '../view/use-now';
import { Icon } from './Icon';

const WORD = { done: '已完成', now: '进行中', todo: '还没到' } as const;

/** The five stations side by side, like tracking a parcel. */
export function Stations({ stations }: { stations: readonly Station[] }) {
  const now = useNow();
  return (
    <View className="yh-stations">
      {stations.map(({ key, label, state, at }) => (
        <View
          key={key}
          className={`yh-stop yh-stop--${state}`}
          {...spoken({ role: 'listitem', label: `${label},${WORD[state]}` })}
        >
          <View className="yh-stop__dot">{state === 'done' && <Icon name="check" />}</View>
          <Text className="yh-stop__label">{label}</Text>
          <Text className="yh-stop__at">{at ? dateText(at, now) : state === 'now' ? '进行中' : ''}</Text>
        </View>
      ))}
    </View>
  );
}
