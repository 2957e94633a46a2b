import { blankLeft } from '../desk/templates.ts';
import { errorText } from '../errors.ts';
import type { Field } from '../orders/index.ts';

/** What a form holds by field name; absent, null, '' and [] all mean "not answered". */
export type FormValues = Readonly<Record<string, unknown>>;

/** The fields to draw now: some are asked for only while another has a certain answer. */
export function shownFields(fields: readonly Field[], values: FormValues): Field[] {
  return fields.filter(
    ({ askedIf }) => !askedIf || askedIf.is.some((value) => values[askedIf.field] === value),
  );
}

export function isNeeded(field: Field): boolean {
  return field.required === true || field.askedIf !== undefined;
}

export function isAnswered(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return Array.isArray(value) ? value.length > 0 : true;
}

/** What is still wrong with one field, in Chinese; null when nothing is. */
export function fieldProblem(field: Field, value: unknown): string | null {
  if (!isAnswered(value)) return isNeeded(field) ? missing(field) : null;
  if (field.kind === 'number') {
    const fits = Number(value) >= field.min && Number(value) <= field.max;
    return fits ? null : `「${field.label}」应在 ${field.min} 到 ${field.max} ${field.unit}之间`;
  }
  if (field.kind === 'checks') {
    const open = Object.entries(field.items).find(([code]) => !(code in (value as object)));
    return open === undefined ? null : `「${field.label}」还没有答:${open[1]}`;
  }
  if (field.kind !== 'text') return null;
  const length = [...String(value).trim()].length;
  if (length > field.max) return `「${field.label}」最多 ${field.max} 个字,现在 ${length} 个`;
  if (length < (field.min ?? 0)) return `「${field.label}」至少写 ${field.min} 个字`;
  const blank = field.layer === 'NARRATIVE' ? null : blankLeft(String(value));
  return blank === null ? null : errorText('BLANK_LEFT', { field: field.label, blank });
}

function missing({ kind, label }: Field): string {
  return kind === 'text' ? `请填写「${label}」` : `请选择「${label}」`;
}

/** The first problem of the fields drawn, top to bottom. */
export function formProblem(fields: readonly Field[], values: FormValues): string | null {
  for (const field of shownFields(fields, values)) {
    const problem = fieldProblem(field, values[field.name]);
    if (problem !== null) return problem;
  }
  return null;
}

/** The unit a form's person is of: the one chosen in it, null before that; undefined when it asks for none. */
export function formUnit(fields: readonly Field[], values: FormValues): string | null | undefined {
  const unit = fields.find(({ kind }) => kind === 'unit');
  if (unit === undefined) return undefined;
  const chosen = values[unit.name];
  return typeof chosen === 'string' && chosen !== '' ? chosen : null;
}

/**
 * Values with one answer changed. A person is of a unit: who was chosen for another unit is asked for again.
 */
export function withAnswer(
  fields: readonly Field[],
  values: FormValues,
  name: string,
  value: unknown,
): FormValues {
  const next = { ...values, [name]: value };
  if (formUnit(fields, values) === formUnit(fields, next)) return next;
  const persons = fields.filter(({ kind }) => kind === 'person').map((field) => field.name);
  return Object.fromEntries(Object.entries(next).filter(([key]) => !persons.includes(key)));
}

/** What is sent: answers of the fields drawn only, texts without blanks at the ends. */
export function sentFields(fields: readonly Field[], values: FormValues): Record<string, unknown> {
  const sent: Record<string, unknown> = {};
  for (const { name } of shownFields(fields, values)) {
    const value = values[name];
    if (!isAnswered(value)) continue;
    if (typeof value === 'string') sent[name] = value.trim();
    else sent[name] = Array.isArray(value) ? value.filter((each) => each !== '') : value;
  }
  return sent;
}
