import { Text } from '@tarojs/components';
import type { Field as FormField, GeoPoint, OrderView } from '@yihu/shared';
import { type FormValues, formUnit, isNeeded, shownFields } from '@yihu/shared';
import { useEffect } from 'react';
import { Chips } from './Chips';
import { ChoiceList } from './ChoiceList';
import { ClassPicker } from './ClassPicker';
import { Field } from './Field';
import { ChecksControl, DayControl, NumberControl, OrdersControl, UnitsControl } from './ListedControls';
import { PersonPicker } from './PersonPicker';
import { PhotoPicker } from './PhotoPicker';
import { PointField } from './PointField';
import { TextArea } from './TextArea';
import { UnitPicker } from './UnitPicker';
import { type Photo, usePhotos } from './use-photos';

export interface ActionFormProps {
  fields: readonly FormField[];
  values: FormValues;
  onChange: (name: string, value: unknown) => void;
  /** Photo lists by field name, kept by the owner so that closing and opening loses none. */
  photos: Readonly<Record<string, Photo[]>>;
  onPhotos: (name: string, list: Photo[]) => void;
  order: Pick<OrderView, 'suggestedUnit' | 'text' | 'leadUnitId'> | null;
}

/** The one form of every action: drawn from the fields the transition table states, whoever fills it in. */
export function ActionForm({ fields, values, ...rest }: ActionFormProps) {
  return (
    <>
      {shownFields(fields, values).map((field) => (
        <Field key={field.name} label={field.label} required={isNeeded(field)} hint={field.hint}>
          <Control field={field} value={values[field.name]} unitId={formUnit(fields, values)} {...rest} />
        </Field>
      ))}
    </>
  );
}

type ControlProps = Omit<ActionFormProps, 'fields' | 'values'> & {
  field: FormField;
  value: unknown;
  /** The unit chosen in the same form; undefined when the form asks for none. */
  unitId: string | null | undefined;
};

const YES_NO = { yes: '是', no: '否' };
/** More choices than this, or longer ones, are easier to read below each other. */
const CHIPS_AT_MOST = 6;

function Control({ field, value, onChange, photos, onPhotos, order, unitId }: ControlProps) {
  const id = `field-${field.name}`;
  const set = (next: unknown) => onChange(field.name, next);
  const text = typeof value === 'string' ? value : null;
  switch (field.kind) {
    case 'text':
      return (
        <TextArea bare id={id} label={field.label} value={text ?? ''} onChange={set} limit={field.max} />
      );
    case 'choice':
      return Object.keys(field.options).length <= CHIPS_AT_MOST ? (
        <Chips id={id} label={field.label} options={field.options} value={text} onChange={set} />
      ) : (
        <ChoiceList
          label={field.label}
          choices={Object.entries(field.options).map(([key, label]) => ({ value: key, label }))}
          value={text}
          onChange={set}
        />
      );
    case 'flag': {
      const chosen = value === true ? 'yes' : value === false ? 'no' : null;
      const pick = (key: string | null) => set(key === null ? undefined : key === 'yes');
      return <Chips id={id} label={field.label} options={YES_NO} value={chosen} onChange={pick} />;
    }
    case 'photos':
      return (
        <PhotosControl
          field={field}
          list={photos[field.name] ?? []}
          onList={(list) => onPhotos(field.name, list)}
          onChange={set}
        />
      );
    case 'point':
      return (
        <PointField
          value={(value as GeoPoint | undefined) ?? null}
          onChange={set}
          atOnce={field.atOnce ?? isNeeded(field)}
        />
      );
    case 'unit':
      return <UnitPicker value={text} onChange={set} suggested={order?.suggestedUnit} of={field.of} />;
    case 'person':
      return (
        <PersonPicker
          label={field.label}
          unitId={unitId === undefined ? order?.leadUnitId : unitId}
          value={text}
          onChange={set}
        />
      );
    case 'class':
      return <ClassPicker value={text} onChange={set} text={order?.text} />;
    case 'number':
      return <NumberControl field={field} value={value} onChange={set} />;
    case 'day':
      return <DayControl field={field} value={value} onChange={set} />;
    case 'units':
      return <UnitsControl field={field} value={value} onChange={set} />;
    case 'people':
      // Who took part is chosen from all of the street, which only the desk shows.
      return <Text className="yh-hint">请在电脑上登记</Text>;
    case 'orders':
      return <OrdersControl field={field} value={value} onChange={set} />;
    case 'checks':
      return <ChecksControl field={field} value={value} onChange={set} />;
  }
}

interface PhotosControlProps {
  field: Extract<FormField, { kind: 'photos' }>;
  list: Photo[];
  onList: (list: Photo[]) => void;
  onChange: (ids: string[]) => void;
}

function PhotosControl({ field, list, onList, onChange }: PhotosControlProps) {
  const photos = usePhotos(field.max, { purpose: field.purpose, initial: list, onChange: onList });
  const ids = photos.ids.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of the ids is news
  useEffect(() => onChange(photos.ids), [ids]);
  return <PhotoPicker photos={photos} addText="拍照或选照片" />;
}
