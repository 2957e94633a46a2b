import type { PolicyField } from '@yihu/shared';
import { Form, Modal } from 'antd';
import { useState } from 'react';
import type { Names, Row } from './say.view';
import { Value } from './Value';

interface Props {
  title: string;
  fields: readonly PolicyField[];
  row: Row;
  names: Names;
  onSave: (row: Row) => void;
  onClose: () => void;
}

/** One row of a rule. What is left empty is left out. */
export function RowDialog({ title, fields, row, names, onSave, onClose }: Props) {
  const [values, setValues] = useState<Row>(row);
  const save = () => {
    const optional = new Set(fields.flatMap((field) => (field.optional ? [field.name] : [])));
    const given = Object.entries(values).filter(([name, value]) => !isEmpty(value, optional.has(name)));
    onSave(Object.fromEntries(given));
  };
  return (
    <Modal
      open
      title={title}
      width={720}
      okText="好"
      okButtonProps={{ id: 'row-save' }}
      cancelText="不改"
      onOk={save}
      onCancel={onClose}
      destroyOnHidden
    >
      <Fields fields={fields} values={values} names={names} onChange={setValues} />
    </Modal>
  );
}

/** What may be left out is left out when nothing stands in it: an empty list is no list. */
function isEmpty(value: unknown, optional: boolean): boolean {
  if (value === undefined || value === '') return true;
  return optional && typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

interface FieldsProps {
  fields: readonly PolicyField[];
  values: Row;
  names: Names;
  onChange: (values: Row) => void;
}

/** The fields of a row or of a whole rule, one below the other. */
export function Fields({ fields, values, names, onChange }: FieldsProps) {
  return (
    <Form layout="vertical" component="div">
      {fields.map(({ name, label, optional, asked, standard }) => (
        <Form.Item
          key={name}
          label={label}
          htmlFor={`policy-${name}`}
          required={!optional}
          extra={standard === null ? undefined : `不填是 ${standard}`}
        >
          <Value
            id={`policy-${name}`}
            label={label}
            asked={asked}
            value={values[name]}
            names={names}
            row={values}
            onChange={(value) => onChange({ ...values, [name]: value })}
          />
        </Form.Item>
      ))}
    </Form>
  );
}
