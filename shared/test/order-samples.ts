// Orders and people for specs about the transition table, here and in the server.
import {
  type ActorFacts,
  NOTHING_YET,
  type OrderFacts,
  type OrderPaths,
  type Role,
  toInstant,
} from '../src/index.ts';

/** Monday 2026-11-23 09:00 in Shanghai. */
export const MONDAY = '2026-11-23T01:00:00.000Z';
export const FIRE_STAIRS = '100101';

export const STREET = '/STREET/';
export const OFFICE = '/STREET/OFFICE/';
export const COMMUNITY = '/STREET/COMM/';
export const GRID = '/STREET/COMM/GRID/';
export const SUPPORT = '/STREET/SECTION/';
export const PATHS: OrderPaths = { officePath: OFFICE, leadPath: GRID, supportPaths: [] };

/** An order as it is right after filing. */
export function order(more: Partial<OrderFacts> = {}): OrderFacts {
  return {
    ...NOTHING_YET,
    id: 'ORDER',
    orderNo: 'NQ20261123-0001',
    version: 1,
    state: 'SUBMITTED',
    resumeState: null,
    rootId: 'STREET',
    communityId: 'COMM',
    gridId: 'GRID',
    outside: false,
    ownerUnitId: 'OFFICE',
    officeUnitId: 'OFFICE',
    leadUnitId: null,
    firstUnitId: null,
    handlerId: null,
    turnId: null,
    filerId: 'filer',
    registrarId: null,
    channel: 'MINI_PROGRAM',
    source: 'RESIDENT',
    line: null,
    upperSystem: null,
    upperNo: null,
    partyKind: 'PERSON',
    enterpriseId: null,
    intakeUnitId: null,
    requestType: 'COMPLAINT',
    classCode: FIRE_STAIRS,
    urgency: 'L3',
    complexity: 'SIMPLE',
    confidentiality: 'SURNAME',
    hasPhone: true,
    vulnerable: false,
    legalMatter: false,
    voice: null,
    receivedAt: MONDAY,
    ...more,
  };
}

export const FILER: ActorFacts = { personId: 'filer', system: false, grants: [] };
export const SYSTEM: ActorFacts = { personId: 'SYSTEM', system: true, grants: [] };
/** A procedure carrying out what one of its steps decided. */
export const EFFECT: ActorFacts = { personId: 'SYSTEM', system: false, grants: [], effect: true };

/** Somebody with one role on the unit that lies at `path`. */
export function staff(role: Role, path: string, personId = `${role}@${path}`): ActorFacts {
  return { personId, system: false, grants: [{ role, unitId: path, unitPath: path }] };
}

export const CLERK = staff('CLERK', OFFICE);
export const GRID_WORKER = staff('GRID_WORKER', GRID);
export const LEADER = staff('LEADER_DEPUTY', STREET);
export const HELPER = staff('SECTION_HANDLER', SUPPORT);

/** `at` days, hours and minutes after MONDAY. */
export function after(days: number, hours = 0, minutes = 0, ms = 0): string {
  return toInstant(Date.parse(MONDAY) + ((days * 24 + hours) * 60 + minutes) * 60_000 + ms);
}
