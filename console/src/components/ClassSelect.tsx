import { type ClassLeaf, classPathText, searchClasses } from '@yihu/shared';
import { Button, Flex, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useClasses } from '../api/classes';

interface Props {
  id?: string;
  'aria-label'?: string;
  value: string | undefined;
  onChange: (code: string | undefined) => void;
  /** What was said about the matter; the three classes that fit it best are one press away. */
  text?: string;
}

const FITTING = 3;
const FOUND = 40;
const option = (leaf: ClassLeaf) => ({ value: leaf.code, label: classPathText(leaf) });

/** A class, found by words or initials, or taken from what fits the matter. */
export function ClassSelect({ id, value, onChange, text = '', ...aria }: Props) {
  const [query, setQuery] = useState('');
  const leaves = useClasses();
  const fitting = useMemo(
    () => (text.trim() === '' ? [] : searchClasses(text, leaves).slice(0, FITTING)),
    [text, leaves],
  );
  const found = query.trim() === '' ? leaves : searchClasses(query, leaves).slice(0, FOUND);
  return (
    <Flex vertical gap={4}>
      {fitting.length > 0 && (
        <Flex gap="small" wrap>
          {fitting.map((leaf) => (
            <Button
              key={leaf.code}
              size="small"
              type={value === leaf.code ? 'primary' : 'default'}
              onClick={() => onChange(leaf.code)}
            >
              {leaf.name}
            </Button>
          ))}
        </Flex>
      )}
      <Select
        {...aria}
        id={id}
        allowClear
        showSearch={{ filterOption: false, onSearch: setQuery }}
        placeholder="输入词语查找,如 井盖、漏水"
        value={value}
        onChange={onChange}
        options={found.map(option)}
        labelRender={({ value: code, label }) =>
          label ?? leaves.filter((leaf) => leaf.code === code).map(classPathText)[0] ?? String(code)
        }
      />
    </Flex>
  );
}
