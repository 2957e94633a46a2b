import { ScrollView, Text, View } from '@tarojs/components';
import { spoken } from '../platform/a11y';

export interface Tab<K extends string> {
  key: K;
  label: string;
  /** How many wait there; absent: not counted. */
  count?: number;
}

export interface TabsProps<K extends string> {
  tabs: readonly Tab<K>[];
  value: K;
  onChange: (key: K) => void;
}

/** Lists to switch between, with how many wait in each; scrolls sideways when there are many. */
export function Tabs<K extends string>({ tabs, value, onChange }: TabsProps<K>) {
  return (
    <ScrollView scrollX className="yh-tabs__scroll">
      <View className="yh-tabs">
        {tabs.map(({ key, label, count }) => (
          <View
            key={key}
            id={`tab-${key}`}
            className={`yh-tab${key === value ? ' yh-tab--on' : ''}`}
            onClick={() => onChange(key)}
            {...spoken({ role: 'radio', checked: key === value, label: `${label}${count ?? ''}` })}
          >
            <Text>{label}</Text>
            {count !== undefined && (
              <Text className={`yh-tab__count${count === 0 ? ' yh-tab__count--none' : ''}`}>{count}</Text>
            )}
          </View>
        ))}
      </View>
    </ScrollView>
  );
}
