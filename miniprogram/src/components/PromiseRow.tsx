import { Text, View } from '@tarojs/components';
import { type ReactNode, useState } from 'react';
import { spoken } from '../platform/a11y';

export interface PromiseRowProps {
  name: string;
  /** 2026-02-24 24:00, or why there is none yet. */
  dueText: string;
  /** The steps it was counted by. */
  proof: readonly string[];
  /** How it stands: a due badge or a tag. */
  children?: ReactNode;
}

/** A promise about time; how it was counted is one tap away. */
export function PromiseRow({ name, dueText, proof, children }: PromiseRowProps) {
  const [open, setOpen] = useState(false);
  return (
    <View className="yh-promise">
      <View className="yh-promise__head">
        <Text className="yh-promise__name">{name}</Text>
        {children}
      </View>
      <View
        className="yh-promise__due"
        onClick={() => setOpen(!open)}
        {...spoken({ role: 'button', label: `${name}时限怎么算的,${open ? '收起' : '展开'}` })}
      >
        <Text>最迟 {dueText}</Text>
        {proof.length > 0 && <Text className="yh-link">{open ? '收起' : '怎么算的'}</Text>}
      </View>
      {open && (
        <View className="yh-promise__proof">
          {proof.map((line) => (
            <View key={line} className="yh-promise__line">
              {line}
            </View>
          ))}
        </View>
      )}
    </View>
  );
}
