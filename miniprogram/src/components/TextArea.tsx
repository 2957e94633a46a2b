import { Textarea, View } from '@tarojs/components';
import { Field, type FieldProps } from './Field';

export interface TextAreaProps extends Omit<FieldProps, 'children'> {
  id?: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  /** Without label and frame: the caller has drawn them. */
  bare?: boolean;
  /** Counted and shown; more can be typed (nothing is cut off silently), the page refuses to send it. */
  limit?: number;
}

/** A labelled text of several lines that grows, with a count of what is left. */
export function TextArea({ id, value, onChange, placeholder, limit, bare = false, ...field }: TextAreaProps) {
  const length = [...value].length;
  const over = limit !== undefined && length > limit;
  const body = (
    <>
      <Textarea
        id={id}
        className="yh-textarea"
        value={value}
        placeholder={placeholder}
        placeholderClass="yh-placeholder"
        maxlength={-1} // WeChat's own default cuts at 140
        autoHeight
        aria-label={field.label}
        onInput={(e) => onChange(e.detail.value)}
      />
      {limit !== undefined && (
        <View className={`yh-count${over ? ' yh-count--over' : ''}`}>
          {over ? `多了 ${length - limit} 个字(最多 ${limit} 字)` : `${length} / ${limit}`}
        </View>
      )}
    </>
  );
  return bare ? body : <Field {...field}>{body}</Field>;
}
