import { Input, Text, View } from '@tarojs/components';
import { useState } from 'react';
import { spoken } from '../platform/a11y';
import { type Choice, searchChoices } from '../view/search';
import { Icon } from './Icon';

export type { Choice } from '../view/search';

export interface ChoiceListProps {
  choices: readonly Choice[];
  value: string | null;
  onChange: (value: string) => void;
  /** Placeholder of a search field above the list; without it there is no search. */
  search?: string;
  /** How many are drawn at once; the rest is reached by searching. */
  limit?: number;
  label: string;
}

/** One of many, as large rows; optionally searchable. Choosing the chosen one again keeps it. */
export function ChoiceList({ choices, value, onChange, search, limit = 40, label }: ChoiceListProps) {
  const [query, setQuery] = useState('');
  const found = searchChoices(choices, query);
  const shown = found.slice(0, limit);
  return (
    <View className="yh-choices" aria-label={label}>
      {search && (
        <Input
          className="yh-input yh-choices__search"
          value={query}
          placeholder={search}
          placeholderClass="yh-placeholder"
          aria-label={search}
          onInput={(e) => setQuery(e.detail.value)}
        />
      )}
      {shown.map((choice) => (
        <ChoiceRow
          key={choice.value}
          choice={choice}
          on={choice.value === value}
          onTap={() => onChange(choice.value)}
        />
      ))}
      {shown.length === 0 && <View className="yh-choices__none">没有找到,换个词试试</View>}
      {found.length > shown.length && (
        <View className="yh-choices__none">还有 {found.length - shown.length} 项,请输入词语查找</View>
      )}
    </View>
  );
}

function ChoiceRow({ choice, on, onTap }: { choice: Choice; on: boolean; onTap: () => void }) {
  return (
    <View
      className={`yh-choice${on ? ' yh-choice--on' : ''}`}
      hoverClass="yh-choice--pressed"
      onClick={onTap}
      {...spoken({ role: 'radio', checked: on, label: choice.label })}
    >
      <View className="yh-choice__body">
        <Text className="yh-choice__label">{choice.label}</Text>
        {choice.hint && <Text className="yh-choice__hint">{choice.hint}</Text>}
      </View>
      {on && <Icon name="check" />}
    </View>
  );
}
