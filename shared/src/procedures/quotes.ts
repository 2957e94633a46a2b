import type { Field } from '../orders/fields.ts';
import type { ProcedureKind, Step } from './model.ts';

function stepOf(kind: ProcedureKind, stepName: string | null): Pick<Step, 'fields' | 'quotes'> | undefined {
  return stepName === null || stepName === 'open' ? kind.open : kind.steps[stepName];
}

/**
 * What a step leaves behind in words: its own fields, and those it quotes from earlier, readable by the resident from
 * now on. Throws an Error for a quote of a field the kind does not have.
 */
export function fieldsWithQuotes(kind: ProcedureKind, stepName: string | null): readonly Field[] {
  const step = stepOf(kind, stepName);
  const written = [kind.open, ...Object.values(kind.steps)].flatMap(({ fields }) => fields);
  const quoted = Object.entries(step?.quotes ?? {}).map(([name, from]): Field => {
    const field = written.find((each) => each.name === from);
    if (field?.kind !== 'text') throw new Error(`nothing written as ${from}`);
    return { ...field, name, layer: 'PUBLIC' };
  });
  return [...(step?.fields ?? []), ...quoted];
}
