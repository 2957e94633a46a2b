import type { OrderFacts } from './facts.ts';
import { type GuardContext, no, type Refusal } from './guard-context.ts';
import { isUnhappy } from './model.ts';

/** Why the order cannot be closed now by whoever stands so to it; null when it can. */
export function closable({ facts, relation, form, limits }: GuardContext): Refusal | null {
  if (facts.outcome === null) return no('NOT_CLOSABLE', { reason: '没有办理结果' });
  const triedEnough = facts.tries >= limits.tries && facts.tryDays >= limits.tryDays;
  const nobodyToTell = nobodyComplained(facts) || (facts.filerId === null && !facts.hasPhone);
  if (!facts.told && !triedEnough && !nobodyToTell) {
    return no('NOT_CLOSABLE', {
      reason: `还没有告知诉求人(或不足 ${limits.tryDays} 天 ${limits.tries} 次联系不上)`,
    });
  }
  if (nobodyComplained(facts)) return null;
  const oneToOne = notOneToOne(facts);
  if (oneToOne !== null) return oneToOne;
  // A visit has ended with it.
  if (relation === 'effect') return null;
  if (relation === 'system') {
    if (facts.partyKind === 'ENTERPRISE') {
      return no('NOT_CLOSABLE', { reason: '企业诉求须一对一回访后由热线办办结' });
    }
    return hasGoodAnswer(facts) || form?.silent === true
      ? null
      : no('NOT_CLOSABLE', { reason: '还没有评价' });
  }
  if (hasGoodAnswer(facts) || facts.visited !== '' || triedEnough) return null;
  return no('NOT_CLOSABLE', { reason: '诉求人没有评价为已解决,也还没有回访结果,请先回访' });
}

/** A firm is called one to one by a named person, after the last entry of 专人+清单+闭环; who is anonymous cannot be. */
function notOneToOne(facts: OrderFacts): Refusal | null {
  const isReachable = facts.confidentiality !== 'ANONYMOUS' && (facts.filerId !== null || facts.hasPhone);
  return facts.partyKind === 'ENTERPRISE' && isReachable && facts.visited !== 'ONE_TO_ONE'
    ? no('NOT_CLOSABLE', { reason: '企业诉求须由专人一对一回访,现在还没有回访结果' })
    : null;
}

/** Solved, and neither the service nor the result left the resident unhappy. */
export function hasGoodAnswer(facts: OrderFacts): boolean {
  return (
    facts.ratedCycle === facts.cycle &&
    facts.finalSolved === 'YES' &&
    !isUnhappy(facts.finalProcess) &&
    !isUnhappy(facts.finalResult)
  );
}

/** Nobody complained: the street found it itself. Nobody to tell, nobody to rate it, no visit. */
export function nobodyComplained(facts: Pick<OrderFacts, 'source'>): boolean {
  return facts.source === 'PROACTIVE';
}
