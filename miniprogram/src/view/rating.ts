import type { ActionName, Satisfaction, SolvedAnswer } from '@yihu/shared';

/** The three questions; null: not answered, which is not the same as satisfied. */
export interface Answers {
  solved: SolvedAnswer | null;
  process: Satisfaction | null;
  result: Satisfaction | null;
}

export function nothingAnswered({ solved, process, result }: Answers): boolean {
  return solved === null && process === null && result === null;
}

/** How "not solved" can be pursued now: rework, after two of them the desk's own judgement, or not any more. */
export function disputeAction(allowed: readonly ActionName[]): 'dispute' | 'disputeAgain' | null {
  if (allowed.includes('dispute')) return 'dispute';
  return allowed.includes('disputeAgain') ? 'disputeAgain' : null;
}
