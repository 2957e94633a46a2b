import { Input } from '@tarojs/components';
import { Field } from '../../components';

export interface PasswordFieldProps {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  error?: string;
}

/** A labelled password; pasting is welcome, so that password managers work. */
export function PasswordField({ id, label, value, onChange, hint, error }: PasswordFieldProps) {
  return (
    <Field label={label} required hint={hint} error={error}>
      <Input
        id={id}
        className="yh-input"
        password
        value={value}
        maxlength={128}
        aria-label={label}
        onInput={(e) => onChange(e.detail.value)}
      />
    </Field>
  );
}
