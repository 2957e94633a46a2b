import type { Field } from '../orders/fields.ts';
import type { Refusal } from '../orders/guard-context.ts';
import { emptyPhrase, findPrivate } from '../redact.ts';
import type { Values } from './model.ts';

/** Where else to turn names other organs, telephones and all. */
const NAMES_OTHERS: readonly string[] = ['remedy', 'whereToGo'];

/** Texts the resident reads say nothing private and no empty phrase, in procedures as in replies. */
export function refusedWords(
  fields: readonly Field[],
  form: Values,
  publicNumbers: readonly string[] = [],
): Refusal | null {
  for (const field of fields) {
    if (field.kind !== 'text' || field.layer !== 'PUBLIC') continue;
    const value = String(form[field.name] ?? '');
    const [what] = NAMES_OTHERS.includes(field.name) ? [] : findPrivate(value, publicNumbers);
    if (what !== undefined) return { code: 'REPLY_HAS_PRIVATE', details: { what } };
    const phrase = emptyPhrase(value);
    if (phrase !== null) return { code: 'REPLY_EMPTY_PHRASE', details: { phrase } };
  }
  return null;
}
