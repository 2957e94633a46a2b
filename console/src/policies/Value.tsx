import { PlusOutlined } from '@ant-design/icons';
import { type PolicyAsked, policyWord } from '@yihu/shared';
import { Button, Flex, Input, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { matchOf } from '../shell/pinyin';
import { type Names, PLAIN_TARGETS, type Row } from './say.view';

export interface ValueProps {
  id?: string;
  label: string;
  asked: PolicyAsked;
  value: unknown;
  onChange: (value: unknown) => void;
  names: Names;
}

const search = {
  filterOption: (typed: string, option?: { label?: unknown }) =>
    matchOf(String(option?.label ?? ''), typed) > 0,
};
const byCode = (names: ReadonlyMap<string, string>) =>
  [...names].map(([value, name]) => ({ value, label: `${name}(${value})` }));

/** The control of one value of a rule, whatever is asked. */
export function Value(props: ValueProps) {
  const { id, label, asked, value, onChange, names } = props;
  const common = { id, 'aria-label': label };
  switch (asked.kind) {
    case 'whole':
      return (
        <InputNumber
          {...common}
          min={asked.min}
          max={asked.max}
          precision={0}
          value={typeof value === 'number' ? value : null}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case 'flag':
      return (
        <Switch
          {...common}
          checkedChildren="是"
          unCheckedChildren="否"
          checked={value === true}
          onChange={onChange}
        />
      );
    case 'choice':
    case 'class':
      return (
        <Select
          {...common}
          allowClear
          showSearch={search}
          style={{ minWidth: 200 }}
          value={typeof value === 'string' ? value : undefined}
          options={optionsFor(asked, names)}
          onChange={onChange}
        />
      );
    case 'list':
    case 'oneOrMore':
      return <Several {...props} asked={asked} />;
    case 'when':
      return <When {...props} asked={asked} />;
    case 'target':
      return <Target {...props} />;
    case 'raw':
      return <Raw {...props} />;
    default:
      return (
        <Input.TextArea
          {...common}
          autoSize={{ minRows: asked.kind === 'text' && asked.max > 60 ? 2 : 1 }}
          maxLength={asked.kind === 'text' ? asked.max : 200}
          placeholder={asked.kind === 'pattern' ? asked.wanted : undefined}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}

function optionsFor(asked: PolicyAsked, names: Names): { value: string; label: string }[] {
  if (asked.kind === 'class') return byCode(names.classes);
  if (asked.kind !== 'choice') return [];
  return Object.entries(asked.options).map(([value, label]) => ({ value, label }));
}

type Many = Extract<PolicyAsked, { kind: 'list' | 'oneOrMore' }>;

function Several({ id, label, asked, value, onChange, names }: ValueProps & { asked: Many }) {
  const { of } = asked;
  const chosen = (Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value]).map(
    String,
  );
  const isNumber = of.kind === 'whole';
  // One value is written as itself where that is allowed: the shorter form is what people wrote by hand.
  const give = (next: string[]) => {
    const values = isNumber ? next.map(Number).filter(Number.isSafeInteger) : next;
    const [only] = values;
    onChange(asked.kind === 'oneOrMore' && values.length === 1 ? only : values);
  };
  const isFree = of.kind !== 'choice' && of.kind !== 'class';
  return (
    <Select
      id={id}
      aria-label={label}
      mode={isFree ? 'tags' : 'multiple'}
      style={{ minWidth: 260 }}
      tokenSeparators={isFree ? [' ', ',', ',', '、', '\n'] : undefined}
      placeholder={isFree ? '输入后回车' : undefined}
      showSearch={search}
      value={chosen}
      options={optionsFor(of, names)}
      onChange={give}
    />
  );
}

function When({
  label,
  asked,
  value,
  onChange,
  names,
}: ValueProps & { asked: Extract<PolicyAsked, { kind: 'when' }> }) {
  const when = (value ?? {}) as Row;
  const { conditions } = asked;
  const free = Object.keys(conditions).filter((name) => !Object.hasOwn(when, name));
  return (
    <Flex vertical gap="small">
      {Object.entries(when).map(([name, wanted]) => (
        <Flex key={name} gap="small" align="center">
          <span style={{ width: 160 }}>{policyWord('', name)}</span>
          <Value
            label={`${label}:${policyWord('', name)}`}
            asked={conditions[name] ?? { kind: 'raw' }}
            value={wanted}
            names={names}
            onChange={(next) => onChange({ ...when, [name]: next })}
          />
          <Button
            size="small"
            aria-label={`去掉条件${policyWord('', name)}`}
            onClick={() => onChange(Object.fromEntries(Object.entries(when).filter(([key]) => key !== name)))}
          >
            去掉
          </Button>
        </Flex>
      ))}
      <Select
        aria-label={`${label}:加一个条件`}
        style={{ width: 200 }}
        value={null}
        prefix={<PlusOutlined aria-hidden />}
        placeholder={Object.keys(when).length === 0 ? '所有工单;加一个条件' : '再加一个条件'}
        options={free.map((name) => ({ value: name, label: policyWord('', name) }))}
        onChange={(name: string) =>
          onChange({ ...when, [name]: conditions[name]?.kind === 'flag' ? true : undefined })
        }
      />
    </Flex>
  );
}

function Target({ id, label, value, onChange, names }: ValueProps) {
  const code =
    typeof value === 'string'
      ? value
      : `unit:${(value as { unitCode?: string } | undefined)?.unitCode ?? ''}`;
  const options = [
    ...Object.entries(PLAIN_TARGETS).map(([plain, said]) => ({ value: plain, label: said as string })),
    ...[...names.units].map(([unitCode, name]) => ({ value: `unit:${unitCode}`, label: name })),
  ];
  return (
    <Select
      id={id}
      aria-label={label}
      style={{ minWidth: 260 }}
      showSearch={search}
      value={code}
      options={options}
      onChange={(next: string) => onChange(next.startsWith('unit:') ? { unitCode: next.slice(5) } : next)}
    />
  );
}

/** What is too varied for a control: as JSON, given on as soon as it can be read. */
function Raw({ id, label, value, onChange }: ValueProps) {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 1));
  const [bad, setBad] = useState(false);
  const change = (next: string) => {
    setText(next);
    try {
      onChange(next.trim() === '' ? undefined : JSON.parse(next));
      setBad(false);
    } catch {
      setBad(true);
    }
  };
  return (
    <>
      <Input.TextArea
        id={id}
        aria-label={label}
        autoSize={{ minRows: 2, maxRows: 12 }}
        status={bad ? 'error' : undefined}
        value={text}
        onChange={(event) => change(event.target.value)}
      />
      {bad && <span role="alert">还不是完整的 JSON</span>}
    </>
  );
}
