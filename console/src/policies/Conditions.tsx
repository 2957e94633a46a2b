import { PlusOutlined } from '@ant-design/icons';
import { type PolicyAsked, policyWord } from '@yihu/shared';
import { Button, Flex, Select } from 'antd';
import { Single, type ValueProps } from './Single';
import type { Row } from './say.view';

type When = Extract<PolicyAsked, { kind: 'when' }>;

const ADD: Readonly<Record<string, [none: string, more: string]>> = {
  order: ['所有工单;加一个条件', '再加一个条件'],
  event: ['没有条件;加一个', '再加一个条件'],
  amounts: ['用默认;加一项', '再加一项'],
};

/** Named values, each with its own control: conditions on an order or an event, or amounts. */
export function Conditions({ label, asked, value, onChange, names }: ValueProps & { asked: When }) {
  const when = (value ?? {}) as Row;
  const { conditions, of } = asked;
  const word = (name: string) => policyWord(of ?? '', name);
  const free = Object.keys(conditions).filter((name) => !Object.hasOwn(when, name));
  const [none, more] = ADD[of ?? 'order'] ?? ['', ''];
  return (
    <Flex vertical gap="small">
      {Object.entries(when).map(([name, wanted]) => (
        <Flex key={name} gap="small" align="center">
          <span style={{ width: 160 }}>{word(name)}</span>
          <Single
            label={`${label}:${word(name)}`}
            asked={conditions[name] ?? { kind: 'raw' }}
            value={wanted}
            names={names}
            onChange={(next) => onChange({ ...when, [name]: next })}
          />
          <Button
            size="small"
            aria-label={`${label}:去掉${word(name)}`}
            onClick={() => onChange(Object.fromEntries(Object.entries(when).filter(([key]) => key !== name)))}
          >
            去掉
          </Button>
        </Flex>
      ))}
      {free.length > 0 && (
        <Select
          aria-label={`${label}:${of === 'amounts' ? '加一项' : '加一个条件'}`}
          style={{ width: 220 }}
          value={null}
          prefix={<PlusOutlined aria-hidden />}
          placeholder={Object.keys(when).length === 0 ? none : more}
          options={free.map((name) => ({ value: name, label: word(name) }))}
          onChange={(name: string) =>
            onChange({ ...when, [name]: conditions[name]?.kind === 'flag' ? true : undefined })
          }
        />
      )}
    </Flex>
  );
}
