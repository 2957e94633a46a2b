import {
  type Field,
  type FormValues,
  fieldProblem,
  formUnit,
  isNeeded,
  type OrderView,
  shownFields,
} from '@yihu/shared';
import { Form } from 'antd';
import { Control } from './controls';

export interface ActionFormProps {
  fields: readonly Field[];
  values: FormValues;
  onChange: (name: string, value: unknown) => void;
  /** The order it is about, for what is proposed from it. */
  order: Pick<OrderView, 'id' | 'suggestedUnit' | 'text' | 'leadUnitId'> | null;
  /** Once it was tried to be sent, what is wrong stands at its field. */
  tried: boolean;
  /** Beside the fields it is for: templates, for instance. */
  aside?: (field: Field) => React.ReactNode;
}

/** The one form of every action, opening and step: drawn from the fields the tables state. */
export function ActionForm({ fields, values, onChange, order, tried, aside }: ActionFormProps) {
  return (
    <Form layout="vertical" component="div">
      {shownFields(fields, values).map((field) => {
        const problem = tried ? fieldProblem(field, values[field.name]) : null;
        return (
          <Form.Item
            key={field.name}
            label={field.label}
            htmlFor={`field-${field.name}`}
            required={isNeeded(field)}
            validateStatus={problem === null ? undefined : 'error'}
            help={problem ?? field.hint}
          >
            <Control
              field={field}
              value={values[field.name]}
              onChange={(value) => onChange(field.name, value)}
              order={order}
              formUnitId={formUnit(fields, values)}
            />
            {aside?.(field)}
          </Form.Item>
        );
      })}
    </Form>
  );
}
