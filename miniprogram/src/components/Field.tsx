import { Input, Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { spoken } from '../platform/a11y';

export interface FieldProps {
  label: string;
  required?: boolean;
  /** Why it is asked, or how to fill it in. */
  hint?: string;
  error?: string;
  children: ReactNode;
}

/** A labelled part of a form with its hint and its error. */
export function Field({ label, required = false, hint, error, children }: FieldProps) {
  return (
    <View className={`yh-field${error ? ' yh-field--bad' : ''}`}>
      <View className="yh-field__label">
        <Text>{label}</Text>
        <Text className="yh-field__need">{required ? '必填' : '选填'}</Text>
      </View>
      {hint && <View className="yh-field__hint">{hint}</View>}
      {children}
      {error && (
        <View className="yh-field__error" {...spoken({ role: 'alert' })}>
          {error}
        </View>
      )}
    </View>
  );
}

export interface TextFieldProps extends Omit<FieldProps, 'children'> {
  id?: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  type?: 'text' | 'number' | 'digit' | 'idcard';
  maxLength?: number;
  onConfirm?: () => void;
}

/** A labelled one-line input. */
export function TextField({
  id,
  value,
  onChange,
  placeholder,
  type = 'text',
  maxLength = 200,
  onConfirm,
  ...field
}: TextFieldProps) {
  return (
    <Field {...field}>
      <Input
        id={id}
        className="yh-input"
        type={type}
        value={value}
        placeholder={placeholder}
        placeholderClass="yh-placeholder"
        maxlength={maxLength}
        aria-label={field.label}
        onInput={(e) => onChange(e.detail.value)}
        onConfirm={onConfirm}
      />
    </Field>
  );
}
