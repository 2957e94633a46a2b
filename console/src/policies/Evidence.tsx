import { PlusOutlined } from '@ant-design/icons';
import type { PolicyAsked } from '@yihu/shared';
import { Button, Flex, InputNumber, Select } from 'antd';
import { Conditions } from './Conditions';
import { evidenceOf, fromEvidence, LEVELS, MARKS, markOf, toMark } from './promise.view';
import type { ValueProps } from './Single';
import type { Row } from './say.view';
import { searched } from './search';

type Asked = Extract<PolicyAsked, { kind: 'evidence' }>;

/** What meets a promise: any of these events, each with conditions on what it says. */
export function Evidence({ id, label, asked, value, onChange, names }: ValueProps & { asked: Asked }) {
  const entries = evidenceOf(value);
  const give = (next: typeof entries) => onChange(fromEvidence(next));
  const options = Object.entries(asked.events).map(([event, said]) => ({ value: event, label: said }));
  return (
    <Flex vertical gap="small">
      {entries.map(({ event, where }, at) => {
        const said = asked.events[event] ?? event;
        const conditions = asked.conditions[event];
        return (
          <Flex
            // biome-ignore lint/suspicious/noArrayIndexKey: one event may stand twice; nothing is moved
            key={`${event} ${at}`}
            gap="small"
            align="start"
            className="desk-evidence"
          >
            <span style={{ width: 140 }}>{said}</span>
            {conditions?.kind === 'when' && Object.keys(conditions.conditions).length > 0 ? (
              <Conditions
                label={`${label} ${said}`}
                asked={conditions}
                value={where}
                names={names}
                onChange={(next) => give(entries.with(at, { event, where: next as Row }))}
              />
            ) : (
              <span className="desk-muted">做了就算</span>
            )}
            <Button
              size="small"
              danger
              aria-label={`${label}:删去${said}`}
              onClick={() => give(entries.toSpliced(at, 1))}
            >
              删
            </Button>
          </Flex>
        );
      })}
      <Select
        id={id}
        aria-label={`${label}:加一种`}
        style={{ width: 260 }}
        value={null}
        showSearch={searched}
        prefix={<PlusOutlined aria-hidden />}
        placeholder={entries.length === 0 ? '到时自己过去;加一种做到的办法' : '或者:再加一种'}
        options={options}
        onChange={(event: string) => give([...entries, { event, where: {} }])}
      />
    </Flex>
  );
}

/** When each of the three lights goes on: a way, and its amount where it has one. */
export function Lights({ id, label, value, onChange }: ValueProps) {
  const lights = (value ?? {}) as Row;
  const set = (level: string, way: string, n: number | null) =>
    onChange({
      ...Object.fromEntries(Object.keys(LEVELS).map((each) => [each, lights[each] ?? null])),
      [level]: toMark(way, n),
    });
  const ways = Object.entries(MARKS).map(([way, mark]) => ({ value: way, label: mark.label }));
  return (
    <Flex vertical gap="small">
      {Object.entries(LEVELS).map(([level, colour], at) => {
        const { way, n } = markOf(lights[level]);
        const unit = MARKS[way]?.unit ?? '';
        return (
          <Flex key={level} gap="small" align="center">
            <span style={{ width: 48 }}>{colour}灯</span>
            <Select
              id={at === 0 ? id : undefined}
              aria-label={`${label}:${colour}灯`}
              style={{ width: 240 }}
              value={way}
              options={ways}
              onChange={(next: string) => set(level, next, MARKS[next]?.n ?? null)}
            />
            {unit !== '' && (
              <InputNumber
                aria-label={`${label}:${colour}灯的数`}
                min={1}
                max={way === 'share' ? 99 : 9999}
                precision={0}
                suffix={unit}
                value={n}
                onChange={(next) => set(level, way, next)}
              />
            )}
          </Flex>
        );
      })}
    </Flex>
  );
}
