import type { Field, TextLayer } from './fields.ts';

export interface TextPart {
  field: string;
  layer: TextLayer;
  body: string;
}

export interface FormParts {
  data: Record<string, unknown>;
  texts: TextPart[];
  photoIds: string[];
}

/** Free texts go to their layer, photos to the evidence, the rest into the event. */
export function splitForm(fields: readonly Field[], form: Readonly<Record<string, unknown>>): FormParts {
  const data: Record<string, unknown> = {};
  const texts: TextPart[] = [];
  const photoIds: string[] = [];
  for (const field of fields) {
    const value = form[field.name];
    if (value === undefined || value === null || value === '') continue;
    if (field.kind === 'text') texts.push({ field: field.name, layer: field.layer, body: String(value) });
    else if (field.kind === 'photos') photoIds.push(...(value as string[]));
    else data[field.name] = value;
  }
  if (photoIds.length > 0) data.photos = photoIds.length;
  return { data, texts, photoIds };
}
