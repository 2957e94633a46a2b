import {
  type CallerIntake,
  type Channel,
  type ChannelRow,
  type ClassLeaf,
  type ConfidentialityRow,
  channelDefaults,
  confidentialityFor,
  type Instant,
  morePressing,
  NOTHING_YET,
  type OrderFacts,
  type SubmitOrder,
  type Wgs84Pair,
} from '@yihu/shared';

/** Where an order belongs, worked out from what was filed. */
export interface Place {
  rootId: string;
  officeUnitId: string;
  gridId: string | null;
  communityId: string | null;
  outside: boolean;
  wgs84: Wgs84Pair | null;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is removed
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Line ends as \n, no control characters, no blanks at the ends; nothing else is touched. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROL, '').trim();
}

interface Filed extends CallerIntake {
  id: string;
  orderNo: string;
  input: SubmitOrder;
  place: Place;
  now: Instant;
  actorId: string;
  isForCaller: boolean;
  rules: IntakeRules;
  enterpriseId: string | null;
}

/** What the street's rules make of a filing besides what was said. */
export interface IntakeRules {
  channel: readonly ChannelRow[];
  confidentiality: readonly ConfidentialityRow[];
  /** Of the street's class tree. */
  leafOf: (classCode: string) => ClassLeaf | undefined;
}

/** The class, urgency, line and confidentiality an order begins with: the filer's word, the door's, the rules'. */
export function intakeOf(
  input: Pick<SubmitOrder, 'classCode' | 'requestType' | 'partyKind' | 'confidentiality'>,
  channel: Channel,
  rules: IntakeRules,
) {
  const door = channelDefaults(rules.channel, channel);
  const fallback =
    door.classCode !== null && rules.leafOf(door.classCode) !== undefined ? door.classCode : null;
  const classCode = input.classCode ?? fallback;
  const leaf = classCode === null ? undefined : rules.leafOf(classCode);
  const urgency = morePressing(leaf?.urgency ?? 'L3', door.urgency);
  const { requestType, partyKind } = input;
  const facts = {
    partyKind,
    requestType,
    complexity: 'SIMPLE',
    urgency,
    channel,
    classCode,
    cycle: 0,
  } as const;
  const { level, reason } = confidentialityFor(input.confidentiality, rules.confidentiality, facts);
  return { classCode, urgency, line: door.line, confidentiality: level, reason };
}

/** The facts an order begins with. */
export function firstFacts(filed: Filed): OrderFacts {
  const { input, place, now } = filed;
  const begins = intakeOf(input, filed.channel, filed.rules);
  return {
    ...NOTHING_YET,
    id: filed.id,
    orderNo: filed.orderNo,
    version: 1,
    state: 'SUBMITTED',
    resumeState: null,
    rootId: place.rootId,
    communityId: place.communityId,
    gridId: place.gridId,
    outside: place.outside,
    ownerUnitId: place.officeUnitId,
    officeUnitId: place.officeUnitId,
    leadUnitId: null,
    firstUnitId: null,
    handlerId: null,
    turnId: null,
    filerId: filed.isForCaller ? null : filed.actorId,
    registrarId: filed.isForCaller ? filed.actorId : null,
    intakeUnitId: filed.intakeUnitId ?? null,
    channel: filed.channel,
    source: filed.source ?? 'RESIDENT',
    line: filed.line ?? begins.line,
    upperSystem: filed.upperSystem ?? null,
    upperNo: filed.upperNo ?? null,
    partyKind: input.partyKind,
    enterpriseId: filed.enterpriseId,
    requestType: input.requestType,
    classCode: begins.classCode,
    urgency: begins.urgency,
    complexity: 'SIMPLE',
    confidentiality: begins.confidentiality,
    hasPhone: input.contactPhone !== '',
    vulnerable: filed.vulnerable ?? false,
    legalMatter: filed.legalMatter ?? false,
    voice: input.voiceId == null ? null : input.text === '' ? 'ONLY' : 'BESIDE',
    receivedAt: now,
  };
}
