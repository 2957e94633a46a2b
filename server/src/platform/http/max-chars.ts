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
      validator: { validate: (value: unknown) => typeof value === 'string' && [...value].length <= max },
    },
    options,
  );
}
