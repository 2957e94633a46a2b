import type { LookKind } from '@yihu/shared';

/** What the audit says of a look, in codes. */
export interface LookFacts {
  reader?: unknown;
  role?: unknown;
  outcome?: unknown;
  reason?: unknown;
}

const SUPERVISING: readonly unknown[] = ['SUPERVISOR', 'LEADER_DEPUTY', 'LEADER_MAIN'];
const SAW_CONTACT: Readonly<Record<string, string>> = {
  SHOWN: '看了您的姓名和电话',
  DESK_ONLY: '想看您的电话,没有看到:您选了仅热线办可见',
  NONE: '想看您的电话,没有看到:这件没有留电话',
};

/** What was seen and why, as the resident reads it. */
export function lookWords(kind: LookKind, facts: LookFacts): { what: string; why: string } {
  if (kind === 'CONTACT') {
    const what = SAW_CONTACT[String(facts.outcome)] ?? '看了您的联系方式';
    return { what, why: typeof facts.reason === 'string' ? facts.reason : '没有写明' };
  }
  if (facts.reader === 'HANDLER') {
    return { what: '看了诉求内容(姓名、电话、门牌已遮住)', why: '办理这件诉求' };
  }
  return { what: '看了诉求全文和照片', why: whyOffice(facts.role) };
}

function whyOffice(role: unknown): string {
  if (SUPERVISING.includes(role)) return '督办这件诉求';
  return role === 'VISITOR' ? '回访这件诉求' : '受理、派单或审核这件诉求';
}
