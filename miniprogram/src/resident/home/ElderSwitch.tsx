import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Icon } from '../../components';
import { spoken } from '../../platform/a11y';
import { setElder, useElder } from '../../session/elder';
import { ELDER_SIZES, type ElderSize, elderToggled } from '../../view/elder';

/** The switch of 长辈版 beside `children`, and below it, while it is on, the sizes to choose from. */
export function ElderSwitch({ children }: { children: ReactNode }) {
  const size = useElder();
  const on = size !== 'off';
  return (
    <View>
      <View className="home-elder">
        {children}
        <View
          id="elder-switch"
          className={`home-elder__switch${on ? ' home-elder__switch--on' : ''}`}
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
    <View className="home-elder__sizes" aria-label="字的大小">
      {entries.map(([each, name]) => (
        <View
          key={each}
          id={`elder-${each}`}
          className={`home-elder__size${each === size ? ' home-elder__size--on' : ''}`}
          onClick={() => setElder(each)}
          {...spoken({ role: 'radio', checked: each === size, label: `${name}字` })}
        >
          {name}
        </View>
      ))}
    </View>
  );
}
