import {
  CONFIDENTIALITIES,
  type Confidentiality,
  PARTY_KINDS,
  type PartyKind,
  REQUEST_TYPES,
  type RequestType,
} from '../orders/model.ts';
import { isRecord, type PolicyContext, type PolicyLineFault } from './fault.ts';

/** Where an order goes: the grid or community of its place, the hotline office's desk, or a named unit. */
export type RouteTarget = 'GRID' | 'COMMUNITY' | 'DESK' | { unitCode: string };

/** Every condition given must hold; a list holds when one of its values does. */
export interface RouteWhen {
  /** Leading digits of the class code. Does not hold for an order without a class. */
  classPrefix?: string | string[];
  hasClass?: boolean;
  /** Its class is marked as a dispute between parties in the street's own tree. Does not hold without a class. */
  isDispute?: boolean;
  hasGrid?: boolean;
  requestType?: RequestType | RequestType[];
  confidentiality?: Confidentiality | Confidentiality[];
  partyKind?: PartyKind | PartyKind[];
}

/** One line of the duty list (policy kind `route`). */
export interface RouteRow {
  when: RouteWhen;
  to: RouteTarget;
  /** The system accepts the order without a clerk. */
  autoAccept: boolean;
  /** The system dispatches it as well; only together with autoAccept and never to the desk. */
  autoDispatch: boolean;
  /** In words a clerk can read out. */
  reason: string;
}

export interface RouteFacts {
  /** Six digits, or null when the resident chose 不知道. */
  classCode: string | null;
  hasGrid: boolean;
  /** What the street's tree says of its class. */
  isDispute: boolean;
  requestType: RequestType;
  confidentiality: Confidentiality;
  partyKind: PartyKind;
}

export interface RouteDecision {
  to: RouteTarget;
  /** Number of the deciding row, from 1. */
  row: number;
  autoAccept: boolean;
  autoDispatch: boolean;
  reason: string;
}

/**
 * The first row that holds decides. A row to GRID or COMMUNITY never holds for a point outside all grids.
 * `rows` must have passed `checkRouteRows`, whose last row matches everything; throws an Error otherwise.
 */
export function routeFor(rows: readonly RouteRow[], facts: RouteFacts): RouteDecision {
  const at = rows.findIndex((row) => routeHolds(row, facts));
  const row = rows[at];
  if (row === undefined) throw new Error('duty list without a last row for everything');
  const { to, autoAccept, autoDispatch, reason } = row;
  return { to, row: at + 1, autoAccept, autoDispatch, reason };
}

function routeHolds({ when, to }: RouteRow, facts: RouteFacts): boolean {
  if ((to === 'GRID' || to === 'COMMUNITY') && !facts.hasGrid) return false;
  const code = facts.classCode;
  return (
    (when.classPrefix === undefined ||
      (code !== null && listOf(when.classPrefix).some((prefix) => code.startsWith(prefix)))) &&
    (when.hasClass === undefined || when.hasClass === (code !== null)) &&
    (when.hasGrid === undefined || when.hasGrid === facts.hasGrid) &&
    (when.isDispute === undefined || (code !== null && when.isDispute === facts.isDispute)) &&
    isAmong(when.requestType, facts.requestType) &&
    isAmong(when.confidentiality, facts.confidentiality) &&
    isAmong(when.partyKind, facts.partyKind)
  );
}

function isAmong<T>(wanted: T | T[] | undefined, value: T): boolean {
  return wanted === undefined || listOf(wanted).includes(value);
}

function listOf<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}

/** What is wrong with a duty list: the row (from 1) and the reason, for the error POLICY_INVALID. */
export interface RouteProblem {
  row: number;
  reason: string;
}

/** Checks a stored or imported duty list, of which nothing is known yet. */
export function checkRouteRows(input: unknown): { rows: RouteRow[] } | { problem: RouteProblem } {
  const [problem] = routeProblems(input);
  return problem === undefined ? { rows: input as RouteRow[] } : { problem };
}

function routeProblems(input: unknown): RouteProblem[] {
  if (!Array.isArray(input) || input.length === 0) return [{ row: 1, reason: '规则表是空的' }];
  return input.flatMap((row: unknown, at) => {
    const reason = problemOfRow(row, at === input.length - 1);
    return reason === null ? [] : [{ row: at + 1, reason }];
  });
}

/** Faults of a duty list a street saves: the form, and names of classes and units nobody has. */
export function checkDutyList(body: unknown, context: PolicyContext): PolicyLineFault[] {
  const problems = routeProblems(body);
  if (problems.length > 0)
    return problems.map(({ row, reason }) => ({ line: row, field: '', message: reason }));
  const rows = body as RouteRow[];
  return rows.flatMap((row, at) =>
    [...meantFaults(row, context), ...tieFault(rows, at)].map((fault) => ({ line: at + 1, ...fault })),
  );
}

function meantFaults({ when, to }: RouteRow, { classes, unitCodes }: PolicyContext) {
  const unknown = listOf(when.classPrefix ?? []).find(
    (prefix) => !classes.some((leaf) => leaf.code.startsWith(prefix)),
  );
  const faults = unknown === undefined ? [] : [{ field: 'when', message: `没有以 ${unknown} 开头的分类` }];
  if (typeof to === 'object' && unitCodes !== null && !unitCodes.has(to.unitCode)) {
    faults.push({ field: 'to', message: `本街道没有编码为 ${to.unitCode.slice(0, 20)} 的单位` });
  }
  return faults;
}

function tieFault(rows: readonly RouteRow[], at: number) {
  const asked = JSON.stringify(rows[at]?.when);
  const twin = rows.slice(0, at).findIndex((row) => JSON.stringify(row.when) === asked);
  return twin < 0 ? [] : [{ field: 'when', message: `与第 ${twin + 1} 行条件相同,分不出先后` }];
}

const WHEN_CHECKS: Record<keyof RouteWhen, (value: unknown) => boolean> = {
  classPrefix: (value) => typeof value === 'string' && /^\d{2,6}$/.test(value),
  hasClass: (value) => typeof value === 'boolean',
  hasGrid: (value) => typeof value === 'boolean',
  isDispute: (value) => typeof value === 'boolean',
  requestType: (value) => typeof value === 'string' && Object.hasOwn(REQUEST_TYPES, value),
  confidentiality: (value) => typeof value === 'string' && Object.hasOwn(CONFIDENTIALITIES, value),
  partyKind: (value) => typeof value === 'string' && Object.hasOwn(PARTY_KINDS, value),
};

function problemOfRow(row: unknown, isLast: boolean): string | null {
  if (!isRecord(row) || !isRecord(row.when)) return '缺少条件';
  for (const [name, value] of Object.entries(row.when)) {
    const check = Object.hasOwn(WHEN_CHECKS, name) ? WHEN_CHECKS[name as keyof RouteWhen] : undefined;
    if (check === undefined) return `不认识的条件「${name.slice(0, 20)}」`;
    const values = listOf(value as unknown);
    if (values.length === 0 || !values.every(check)) return `条件「${name}」的值有误`;
  }
  const { to } = row;
  const isUnit = isRecord(to) && typeof to.unitCode === 'string' && to.unitCode !== '';
  if (!isUnit && to !== 'GRID' && to !== 'COMMUNITY' && to !== 'DESK') return '去向有误';
  if (typeof row.autoAccept !== 'boolean' || typeof row.autoDispatch !== 'boolean')
    return '须写明是否自动受理、派单';
  if (row.autoDispatch && !row.autoAccept) return '没有受理,不能自动派单';
  if (row.autoDispatch && to === 'DESK') return '热线办不是派单对象';
  if (typeof row.reason !== 'string' || row.reason.trim() === '') return '缺少理由';
  if (isLast && (Object.keys(row.when).length > 0 || to !== 'DESK')) return '最后一行须无条件地交热线办';
  return null;
}
