import type { PolicyAsked } from '@yihu/shared';
import { Input, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { readCode } from './promise.view';
import { type Names, PLAIN_TARGETS, type Row } from './say.view';
import { searched } from './search';

export interface ValueProps {
  id?: string;
  label: string;
  asked: PolicyAsked;
  value: unknown;
  onChange: (value: unknown) => void;
  names: Names;
  /** The row it stands in, for what follows from another of its fields. */
  row?: Row;
}

const byCode = (names: ReadonlyMap<string, string>) =>
  [...names].map(([value, name]) => ({ value, label: `${name}(${value})` }));

/** The control of one value by itself: a text, a number, a choice, a list of them. */
export function Single(props: ValueProps) {
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
          showSearch={searched}
          style={{ minWidth: 200 }}
          value={typeof value === 'string' ? value : undefined}
          options={optionsFor(asked, names)}
          onChange={onChange}
        />
      );
    case 'list':
    case 'oneOrMore':
      return <Several {...props} asked={asked} />;
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
  // One value is written as itself where that is allowed: the shorter form is what people wrote by hand.
  const give = (next: string[]) => {
    const given = next.map((code) => readCode(of, code));
    const values = of.kind === 'whole' ? given.filter(Number.isSafeInteger) : given;
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
      showSearch={searched}
      value={chosen}
      options={optionsFor(of, names)}
      onChange={give}
    />
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
      showSearch={searched}
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
