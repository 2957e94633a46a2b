import type { OrderEvent } from '@yihu/shared';
import type { OrderLife } from './turns-of';

const DECIDED: readonly string[] = ['ACCEPTED', 'REFUSED', 'ASSIGNED'];

const steps = ({ events }: OrderLife, kind: string): OrderEvent[] =>
  events.filter(({ name, data }) => name === 'order.procedure' && data.kind === kind);

/**
 * Returns decided and offers refused; those without ground are invalid: a return that was refused, one whose unit was
 * told by the leader to lead all the same, an offer refused by the very unit that was then told to lead (C28).
 */
export function returnsOf(order: OrderLife): { asked: number; invalid: number } {
  const named = order.events
    .filter(({ name }) => name === 'order.assigned')
    .map(({ data }) => data.leadUnitId);
  const returns = steps(order, 'return');
  const askedBy = (procedureId: unknown) =>
    returns.find(({ data }) => data.procedureId === procedureId)?.actorUnitId ?? null;
  const decided = returns.filter(({ data }) => DECIDED.includes(String(data.outcome)));
  const groundless = decided.filter(
    ({ data }) =>
      data.outcome === 'REFUSED' ||
      (data.outcome === 'ASSIGNED' && named.includes(askedBy(data.procedureId))),
  );
  const refusals = steps(order, 'handover').filter(({ data }) => data.step === 'refuse');
  const invalid = refusals.filter(({ actorUnitId }) => named.includes(actorUnitId));
  return { asked: decided.length + refusals.length, invalid: groundless.length + invalid.length };
}
