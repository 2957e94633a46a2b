import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { spoken } from '../platform/a11y';
import { setElder, useElder } from '../session/elder';
import { ELDER_SIZES, type ElderSize, elderToggled } from '../view/elder';
import { Icon } from './Icon';

/** The switch of 长辈版 beside `children`, and below it, while it is on, the sizes to choose from. */
export function ElderSwitch({ children }: { children: ReactNode }) {
  const size = useElder();
  const on = size !== 'off';
  return (
    <View>
      <View className="elder-row">
        {children}
        <View
          id="elder-switch"
          className={`elder-switch${on ? ' elder-switch--on' : ''}`}
          onClick={() => setElder(elderToggled(size))}
          {...spoken({ role: 'checkbox', checked: on, label: '长辈版' })}
        >
          {on && <Icon name="check" />}
          长辈版
        </View>
      </View>
      {on && <Sizes size={size} />}
    </View>
  );
}

function Sizes({ size }: { size: ElderSize }) {
  const entries = Object.entries(ELDER_SIZES) as [ElderSize, string][];
  return (
    <View className="elder-sizes" aria-label="字的大小">
      {entries.map(([each, name]) => (
        <View
          key={each}
          id={`elder-${each}`}
          className={`elder-size${each === size ? ' elder-size--on' : ''}`}
          onClick={() => setElder(each)}
          {...spoken({ role: 'radio', checked: each === size, label: `${name}字` })}
        >
          {name}
        </View>
      ))}
    </View>
  );
}
