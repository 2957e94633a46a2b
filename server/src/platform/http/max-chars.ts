import { ValidateBy, type ValidationOptions } from 'class-validator';

/**
 * At most `max` characters as people and database columns count them: code points. class-validator's own MaxLength
 * leaves variation selectors out, so that a text it passes may not fit its column.
 */
export function MaxChars(max: number, options: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'maxChars',
      constraints: [max],
      validator: { validate: (value: unknown) => typeof value === 'string' && isAtMost(value, max) },
    },
    options,
  );
}

/** A text has no more code points than UTF-16 units: only one that may be too long is counted. */
function isAtMost(text: string, max: number): boolean {
  return text.length <= max || [...text].length <= max;
}
