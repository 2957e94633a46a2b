import type { OrderFacts } from '@yihu/shared';
import { columnOf, Mapping } from '../../platform/db/mapping';
import type { ListedRow } from '../orders';

/** What the desk's list reads of an order. */
export type WorkRow = ListedRow &
  Pick<
    OrderFacts,
    | 'rootId'
    | 'classCode'
    | 'channel'
    | 'source'
    | 'requestType'
    | 'partyKind'
    | 'upperNo'
    | 'officeUnitId'
    | 'helpers'
    | 'reworks'
    | 'disputes'
    | 'unhappy'
    | 'vulnerable'
  >;

const COLUMNS: readonly (keyof WorkRow)[] = [
  ...(['id', 'orderNo', 'version', 'state', 'voice', 'urgency', 'outside', 'rootId', 'communityId'] as const),
  ...(['gridId', 'leadUnitId', 'receivedAt', 'cycle', 'procedures', 'title', 'nextDueAt'] as const),
  ...(['classCode', 'channel', 'source', 'requestType', 'partyKind', 'upperNo', 'officeUnitId'] as const),
  ...(['helpers', 'reworks', 'disputes', 'unhappy', 'vulnerable'] as const),
];

/** Rows of `WORK_COLUMNS`. */
export const WORK_ROW = new Mapping<WorkRow>(COLUMNS, { flags: ['outside', 'vulnerable'] });
/** Its columns where other tables are read besides. */
export const WORK_COLUMNS = COLUMNS.map((name) => `w.${columnOf(name)} AS ${name}`).join(', ');
