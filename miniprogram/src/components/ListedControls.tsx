import { Input, Picker, Text, View } from '@tarojs/components';
import { CHECK_ANSWERS, type Field, HANDLING_KINDS } from '@yihu/shared';
import { unitsOf, useStreet } from '../api/places';
import { useRemote } from '../api/use-remote';
import { spoken } from '../platform/a11y';
import { Chips } from './Chips';
import { ChoiceList } from './ChoiceList';
import { Remote } from './Remote';
import { TextArea } from './TextArea';

interface ControlProps<Kind extends Field['kind']> {
  field: Extract<Field, { kind: Kind }>;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** A whole number with its unit; what is typed stays until it is one. */
export function NumberControl({ field, value, onChange }: ControlProps<'number'>) {
  const typed = (text: string) => onChange(/^\d+$/.test(text) ? Number(text) : undefined);
  return (
    <View className="yh-row">
      <Input
        id={`field-${field.name}`}
        className="yh-input"
        type="number"
        value={typeof value === 'number' ? String(value) : ''}
        maxlength={String(field.max).length}
        aria-label={field.label}
        onInput={(e) => typed(e.detail.value)}
      />
      <Text>{field.unit}</Text>
    </View>
  );
}

/** A day of the calendar. */
export function DayControl({ field, value, onChange }: ControlProps<'day'>) {
  const day = typeof value === 'string' ? value : '';
  return (
    <Picker mode="date" value={day} onChange={(e) => onChange(e.detail.value)}>
      <View
        id={`field-${field.name}`}
        className="yh-input"
        {...spoken({ role: 'button', label: field.label })}
      >
        {day === '' ? '选日期' : day}
      </View>
    </Picker>
  );
}

const asList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Several units: what is tapped joins the list, what is tapped in the list leaves it. */
export function UnitsControl({ field, value, onChange }: ControlProps<'units'>) {
  const chosen = asList(value);
  const { of = HANDLING_KINDS } = field;
  const street = useStreet();
  const streetId = street.data?.id;
  const units = useRemote(streetId ? `units:${streetId}` : null, async () => {
    const { units: all } = await unitsOf(streetId ?? '');
    return all;
  });
  return (
    <Remote of={units}>
      {(all) => (
        <View>
          {chosen.map((id) => {
            const name = all.find((unit) => unit.id === id)?.name ?? id;
            return (
              <View
                key={id}
                className="yh-choice yh-choice--on"
                onClick={() => onChange(chosen.filter((each) => each !== id))}
                {...spoken({ role: 'button', label: `去掉 ${name}` })}
              >
                <Text className="yh-choice__label">{name} ×</Text>
              </View>
            );
          })}
          {chosen.length < field.max && (
            <ChoiceList
              label={field.label}
              search="查找单位"
              limit={6}
              value={null}
              onChange={(id) => onChange([...chosen, id])}
              choices={all
                .filter((unit) => of.includes(unit.kind) && !chosen.includes(unit.id))
                .map((unit) => ({ value: unit.id, label: unit.name, keywords: [unit.code, unit.shortName] }))}
            />
          )}
        </View>
      )}
    </Remote>
  );
}

/** Order numbers, one a line. */
export function OrdersControl({ field, value, onChange }: ControlProps<'orders'>) {
  const split = (text: string) => text.split(/[\s,,、;;]+/).filter((part) => part !== '');
  return (
    <TextArea
      bare
      id={`field-${field.name}`}
      label={`${field.label}(每行一个编号)`}
      value={asList(value).join('\n')}
      onChange={(text) =>
        onChange(text === '' ? undefined : text.endsWith('\n') ? [...split(text), ''] : split(text))
      }
      limit={field.max * 24}
    />
  );
}

/** A check list: each point 是, 否 or 不适用. */
export function ChecksControl({ field, value, onChange }: ControlProps<'checks'>) {
  const answers = (value ?? {}) as Record<string, string>;
  return (
    <View className="yh-stack">
      {Object.entries(field.items).map(([code, text]) => (
        <View key={code}>
          <Text>{text}</Text>
          <Chips
            id={`field-${field.name}-${code}`}
            label={text}
            options={CHECK_ANSWERS}
            value={answers[code] ?? null}
            clearable={false}
            onChange={(answer) => onChange({ ...answers, [code]: answer })}
          />
        </View>
      ))}
    </View>
  );
}
