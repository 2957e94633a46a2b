import { CLASS_LEAVES, classPathText, searchClasses } from '@yihu/shared';
import { Button, Flex, Select } from 'antd';
import { useMemo, useState } from 'react';

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
const option = (leaf: (typeof CLASS_LEAVES)[number]) => ({ value: leaf.code, label: classPathText(leaf) });

/** A class, found by words or initials, or taken from what fits the matter. */
export function ClassSelect({ id, value, onChange, text = '', ...aria }: Props) {
  const [query, setQuery] = useState('');
  const fitting = useMemo(
    () => (text.trim() === '' ? [] : searchClasses(text, CLASS_LEAVES).slice(0, FITTING)),
    [text],
  );
  const found = query.trim() === '' ? CLASS_LEAVES : searchClasses(query, CLASS_LEAVES).slice(0, FOUND);
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
          label ?? CLASS_LEAVES.filter((leaf) => leaf.code === code).map(classPathText)[0] ?? String(code)
        }
      />
    </Flex>
  );
}
