import type { OrderFacts } from '@yihu/shared';
import type { Row } from '../../platform/db/db';
import { Mapping } from '../../platform/db/mapping';

/** OrderFacts ↔ columns of the same name in snake_case. */
const FACT_NAMES: readonly (keyof OrderFacts)[] = [
  'id',
  'orderNo',
  'version',
  'state',
  'resumeState',
  'rootId',
  'communityId',
  'gridId',
  'outside',
  'ownerUnitId',
  'officeUnitId',
  'leadUnitId',
  'firstUnitId',
  'handlerId',
  'turnId',
  'filerId',
  'registrarId',
  'intakeUnitId',
  'channel',
  'source',
  'line',
  'upperSystem',
  'upperNo',
  'partyKind',
  'enterpriseId',
  'requestType',
  'classCode',
  'urgency',
  'complexity',
  'confidentiality',
  'hasPhone',
  'vulnerable',
  'legalMatter',
  'bound',
  'problemId',
  'mergedInto',
  'voice',
  'receivedAt',
  'signedAt',
  'arrivedAt',
  'repliedAt',
  'approvedAt',
  'closedAt',
  'declinedAt',
  'lastUrgedAt',
  'staffAt',
  'outcome',
  'causeCode',
  'nextReportDay',
  'cycle',
  'dispatches',
  'asks',
  'urges',
  'disputes',
  'reworks',
  'unhappy',
  'contests',
  'returns',
  'offersRefused',
  'extensions',
  'roundsFailed',
  'leadUnits',
  'ledBy',
  'excluded',
  'procedures',
  'items',
  'helpers',
  'visited',
  'sweeps',
  'tries',
  'tryDays',
  'lastTryDay',
  'told',
  'ratedCycle',
  'firstSolved',
  'firstProcess',
  'firstResult',
  'finalSolved',
  'finalProcess',
  'finalResult',
];
const FLAGS: readonly (keyof OrderFacts)[] = [
  'outside',
  'hasPhone',
  'vulnerable',
  'legalMatter',
  'bound',
  'told',
];

/** An order as facts, which is what rules know of it. */
export const ORDER_FACTS = new Mapping<OrderFacts>(FACT_NAMES, { flags: FLAGS });

export interface StoredOrder {
  facts: OrderFacts;
  title: string;
  givenLatE6: number | null;
  givenLngE6: number | null;
  givenDatum: string | null;
  latE6: number | null;
  lngE6: number | null;
}

export interface NewOrder {
  facts: OrderFacts;
  draftId: string;
  bodyHash: string;
  title: string;
  placeKey: string | null;
  given: { latE6: number; lngE6: number; datum: string } | null;
  wgs84: { latE6: number; lngE6: number } | null;
  private: {
    name: string;
    phoneCipher: string | null;
    phoneBidx: string | null;
    last4Bidx: string | null;
    company: string;
    address: string;
    content: string;
  };
}

/** What `storedOrder` takes of a row of `work_order`. */
export const STORED_ORDER = `${ORDER_FACTS.select}, title, given_lat_e6 AS givenLatE6,
  given_lng_e6 AS givenLngE6, given_datum AS givenDatum, lat_e6 AS latE6, lng_e6 AS lngE6`;

type StoredRow = OrderFacts & Omit<StoredOrder, 'facts'>;

/** The order of a row read by STORED_ORDER. */
export function storedOrder(row: Row): StoredOrder {
  const { title, givenLatE6, givenLngE6, givenDatum, latE6, lngE6, ...facts } = ORDER_FACTS.read(
    row,
  ) as StoredRow;
  return { facts, title, givenLatE6, givenLngE6, givenDatum, latE6, lngE6 };
}

/** What a list shows of an order, besides what is stored apart. */
export type ListedFacts = Pick<
  OrderFacts,
  | 'id'
  | 'orderNo'
  | 'version'
  | 'state'
  | 'voice'
  | 'urgency'
  | 'outside'
  | 'communityId'
  | 'gridId'
  | 'leadUnitId'
  | 'receivedAt'
  | 'cycle'
  | 'procedures'
>;
export interface ListedRow extends ListedFacts {
  title: string;
  /** Never null: an order that waits for nothing sorts behind all others. */
  nextDueAt: string;
}

/** The columns a list reads of an order. */
export const LISTED_ORDER = new Mapping<ListedRow>(
  [
    'id',
    'orderNo',
    'version',
    'state',
    'voice',
    'urgency',
    'outside',
    'communityId',
    'gridId',
    'leadUnitId',
    'receivedAt',
    'cycle',
    'procedures',
    'title',
    'nextDueAt',
  ],
  { flags: ['outside'] },
);
