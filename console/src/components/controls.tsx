import { CHECK_ANSWERS, type Field, type GeoPoint, type OrderView } from '@yihu/shared';
import { DatePicker, Flex, Input, InputNumber, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { ClassSelect } from './ClassSelect';
import { PeopleSelect } from './PeopleSelect';
import { PersonSelect } from './PersonSelect';
import { PhotoUpload } from './PhotoUpload';
import { PointInput } from './PointInput';
import { UnitSelect } from './UnitSelect';

export interface ControlProps {
  field: Field;
  value: unknown;
  onChange: (value: unknown) => void;
  order: { id: string; suggestedUnit: Suggested | null; text: string; leadUnitId: string | null } | null;
  /** The unit chosen in the same form; undefined when the form asks for none. */
  formUnitId?: string | null;
}
type Suggested = NonNullable<OrderView['suggestedUnit']>;

/** More choices than this are found by typing instead of looked over. */
const RADIOS_AT_MOST = 6;
const asText = (value: unknown) => (typeof value === 'string' ? value : undefined);
const asList = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
const options = (of: Readonly<Record<string, string>>) =>
  Object.entries(of).map(([value, label]) => ({ value, label }));

/** The control of one field, whatever its kind. */
export function Control({ field, value, onChange, order, formUnitId }: ControlProps) {
  const id = `field-${field.name}`;
  const common = { id, 'aria-label': field.label };
  switch (field.kind) {
    case 'text':
      return (
        <Input.TextArea
          {...common}
          value={asText(value) ?? ''}
          autoSize={{ minRows: field.max > 100 ? 3 : 1, maxRows: 10 }}
          count={{ show: true, max: field.max, strategy: (text) => [...text].length }}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'choice':
      return Object.keys(field.options).length <= RADIOS_AT_MOST ? (
        <Radio.Group
          {...common}
          value={asText(value)}
          options={options(field.options)}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Select
          {...common}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={asText(value)}
          options={options(field.options)}
          onChange={onChange}
        />
      );
    case 'flag':
      return (
        <Radio.Group
          {...common}
          value={value}
          options={[
            { value: true, label: '是' },
            { value: false, label: '否' },
          ]}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'photos':
      return <PhotoUpload {...common} field={field} value={asList(value)} onChange={onChange} />;
    case 'point':
      return <PointInput {...common} value={(value as GeoPoint | undefined) ?? null} onChange={onChange} />;
    case 'unit':
      return (
        <UnitSelect
          {...common}
          value={asText(value)}
          onChange={onChange}
          of={field.of}
          suggested={order?.suggestedUnit ?? null}
        />
      );
    case 'units':
      return (
        <UnitSelect {...common} many={field.max} value={asList(value)} onChange={onChange} of={field.of} />
      );
    case 'person':
      return (
        <PersonSelect
          {...common}
          value={asText(value)}
          onChange={onChange}
          unitId={formUnitId === undefined ? order?.leadUnitId : formUnitId}
        />
      );
    case 'people':
      return <PeopleSelect {...common} max={field.max} value={asList(value)} onChange={onChange} />;
    case 'class':
      return <ClassSelect {...common} value={asText(value)} onChange={onChange} text={order?.text} />;
    case 'number':
      return (
        <InputNumber
          {...common}
          value={typeof value === 'number' ? value : null}
          precision={0}
          suffix={field.unit}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case 'day':
      return (
        <DatePicker
          {...common}
          value={asText(value) === undefined ? null : dayjs(asText(value))}
          onChange={(day) => onChange(day ? day.format('YYYY-MM-DD') : undefined)}
        />
      );
    case 'orders':
      return (
        <Select
          {...common}
          mode="tags"
          open={false}
          maxCount={field.max}
          tokenSeparators={[' ', ',', ',', '、', ';', ';', '\n', '\t']}
          placeholder="输入或粘贴工单编号,回车添加"
          value={asList(value)}
          onChange={onChange}
        />
      );
    case 'checks':
      return <Checks id={id} field={field} value={value} onChange={onChange} />;
  }
}

interface ChecksProps {
  id: string;
  field: Extract<Field, { kind: 'checks' }>;
  value: unknown;
  onChange: (value: unknown) => void;
}

function Checks({ id, field, value, onChange }: ChecksProps) {
  const answers = (value ?? {}) as Readonly<Record<string, string>>;
  return (
    <Flex vertical id={id}>
      {Object.entries(field.items).map(([code, text]) => (
        <Flex key={code} justify="space-between">
          <span>{text}</span>
          <Radio.Group
            aria-label={text}
            value={answers[code]}
            options={options(CHECK_ANSWERS)}
            onChange={(event) => onChange({ ...answers, [code]: event.target.value })}
          />
        </Flex>
      ))}
    </Flex>
  );
}
