import { View } from '@tarojs/components';
import { type ReactNode, useState } from 'react';
import { spoken } from '../platform/a11y';
import { Icon } from './Icon';

export interface FoldableProps {
  /** The row that opens it. */
  title: string;
  id?: string;
  children: ReactNode;
}

/** What few need to see at once: a row that opens to it. */
export function Foldable({ title, id, children }: FoldableProps) {
  const [open, setOpen] = useState(false);
  return (
    <View>
      <View
        id={id}
        className="yh-unfold"
        onClick={() => setOpen(!open)}
        {...spoken({ role: 'button', label: `${title},${open ? '收起' : '展开'}` })}
      >
        {title}
        <View className={`yh-fold__sign${open ? ' yh-fold__sign--open' : ''}`}>
          <Icon name="chevron" />
        </View>
      </View>
      {open && children}
    </View>
  );
}
