import { Input, Text, View } from '@tarojs/components';
import { type ClassLeaf, searchClasses } from '@yihu/shared';
import { useMemo, useState } from 'react';
import { useClasses } from '../api/classes';
import { spoken } from '../platform/a11y';
import { type Choice, ChoiceList } from './ChoiceList';
import { Icon } from './Icon';

export interface ClassPickerProps {
  value: string | null;
  onChange: (code: string) => void;
  /** What was written about the matter; the three classes that fit it best are offered first. */
  text?: string;
}

const SUGGESTIONS = 3;
const FOUND = 12;

/** A class by suggestion, by a word, or by leafing through the first levels. */
export function ClassPicker({ value, onChange, text = '' }: ClassPickerProps) {
  const [query, setQuery] = useState('');
  const leaves = useClasses();
  const firstLevels = [...new Set(leaves.map(({ path }) => path[0]))];
  const [opened, setOpened] = useState<string | null>(null);
  const fitting = useMemo(
    () => (text.trim() === '' ? [] : searchClasses(text, leaves).slice(0, SUGGESTIONS)),
    [text, leaves],
  );
  const found = query.trim() === '' ? [] : searchClasses(query, leaves).slice(0, FOUND);
  const list = (leaves: readonly ClassLeaf[], label: string) => (
    <ChoiceList choices={leaves.map(choiceOf)} value={value} onChange={onChange} label={label} />
  );
  return (
    <View className="yh-classes">
      <Input
        id="class-search"
        className="yh-input"
        value={query}
        placeholder="输入词语查找,如 井盖、漏水"
        placeholderClass="yh-placeholder"
        aria-label="查找分类"
        onInput={(e) => setQuery(e.detail.value)}
      />
      {query.trim() !== '' && list(found, '找到的分类')}
      {query.trim() === '' && fitting.length > 0 && (
        <>
          <View className="yh-part">可能是</View>
          {list(fitting, '可能的分类')}
        </>
      )}
      {query.trim() === '' && (
        <>
          <View className="yh-part">全部分类</View>
          {firstLevels.map((name) => (
            <View key={name}>
              <View
                className="yh-fold"
                hoverClass="yh-fold--pressed"
                onClick={() => setOpened(opened === name ? null : name)}
                {...spoken({ role: 'button', label: `${name},${opened === name ? '收起' : '展开'}` })}
              >
                <Text>{name}</Text>
                <View className={`yh-fold__sign${opened === name ? ' yh-fold__sign--open' : ''}`}>
                  <Icon name="chevron" />
                </View>
              </View>
              {opened === name &&
                list(
                  leaves.filter(({ path }) => path[0] === name),
                  name,
                )}
            </View>
          ))}
        </>
      )}
    </View>
  );
}

function choiceOf({ code, name, path }: ClassLeaf): Choice {
  return { value: code, label: name, hint: `${path[0]} · ${path[1]}` };
}
