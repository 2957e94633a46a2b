import {
  type ActionName,
  ANSWER_BASES,
  actionOfEvent,
  CAUSES,
  DECLINE_REASONS,
  DISPUTE_REASONS,
  MILESTONE_LABELS,
  type Milestone,
  NOTE_READERS,
  type OrderEvent,
  type OrderFacts,
  OUTCOMES,
  OUTSIDE_ORGANS,
  type PhotoView,
  PROGRESS_FOR,
  RECALL_REASONS,
  REPORTS,
  RETURN_REASONS,
  redactNarrative,
  SATISFACTION,
  SOLVED_ANSWERS,
  type TimelineEntry,
  TRANSITIONS,
  WITHDRAW_REASONS,
} from '@yihu/shared';
import { mismatches } from '../../attachments/rules/evidence';
import { distanceM } from './distance';
import { linkOf, stepOf } from './links';
import type { PhotoOfEvent, Reader, TextRow } from './reader';

export interface TimelineParts {
  facts: OrderFacts;
  reader: Reader;
  events: readonly OrderEvent[];
  texts: readonly TextRow[];
  photos: readonly PhotoOfEvent[];
  names: ReadonlyMap<string, string>;
  /** The order's place in WGS-84. */
  place: { latE6: number | null; lngE6: number | null };
  unitName: (id: string | null) => string | null;
  /** May know that the filer needs care. */
  seesCare: boolean;
  readerId: string;
}

const SENTENCE = '_resident';
/** Codes in event data that staff read as words. */
const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  reasonCode: {
    ...DECLINE_REASONS,
    ...WITHDRAW_REASONS,
    ...DISPUTE_REASONS,
    ...RECALL_REASONS,
    ...RETURN_REASONS,
  },
  basis: ANSWER_BASES,
  organ: OUTSIDE_ORGANS,
  seenBy: { OFFICE: NOTE_READERS.OFFICE },
  report: REPORTS,
  causeCode: CAUSES,
  // To the party is what progress usually is.
  to: { UPPER: `只给${PROGRESS_FOR.UPPER}`, BOTH: PROGRESS_FOR.BOTH },
  outcome: OUTCOMES,
  solved: SOLVED_ANSWERS,
  process: SATISFACTION,
  result: SATISFACTION,
};
/** Replies are the unit's proposal until the office approves them. */
const NOT_FOR_FILER: ReadonlySet<ActionName> = new Set(['reply']);
/** What becomes of a reply. */
const VERDICTS: ReadonlySet<ActionName | null> = new Set<ActionName>(['approve', 'sendBack']);

/** The history one reader may see, newest first. */
export function timelineOf(parts: TimelineParts): TimelineEntry[] {
  return parts.events
    .filter((event) => isFor(event, parts))
    .map((event) => entryOf(event, parts))
    .filter((entry) => entry !== null)
    .reverse();
}

/** Care is known to few, and a note to the office is the office's and its writer's. */
function isFor(event: OrderEvent, { reader, seesCare, readerId }: TimelineParts): boolean {
  if (event.name === 'order.care_marked') return seesCare;
  const isOffices = event.name === 'order.noted' && event.data.seenBy === 'OFFICE';
  return !isOffices || reader === 'OFFICE' || event.actorId === readerId;
}

function entryOf(event: OrderEvent, parts: TimelineParts): TimelineEntry | null {
  const texts = parts.texts.filter((text) => text.seq === event.seq);
  const sentence = texts.find((text) => text.field === SENTENCE)?.body ?? null;
  const isFiler = parts.reader === 'FILER';
  if (isFiler && sentence === null) return null;
  const ofEvent = parts.photos.filter((photo) => photo.seq === event.seq);
  const action = actionOfEvent(event.name);
  return {
    seq: event.seq,
    at: event.at,
    event: event.name,
    text: isFiler ? (sentence ?? '') : staffText(event, action, parts.names),
    who: whoOf(event, parts),
    notes: [...notesOf(texts, action, parts), ...(isFiler ? [] : oddities(ofEvent, parts.place))],
    // Photos of the filing are shown with the matter itself; a reply's photos wait for approval.
    photos: ofEvent.filter(() => event.seq > 1 && isShown(event, action, parts)).map(photoView),
    link: action === null ? '受理' : linkOf(event),
  };
}

/** What staff should know of photos of evidence that do not fit the time or the place they stand for. */
function oddities(photos: readonly PhotoOfEvent[], place: TimelineParts['place']): string[] {
  return photos.flatMap(({ claimed }, at) => {
    if (claimed === null) return [];
    const where = claimed.at;
    const point = where === null ? null : { lat: where.latE6 / 1e6, lng: where.lngE6 / 1e6, datum: 'WGS84' };
    return mismatches(claimed, distanceM(point, place)).map((note) => `第${at + 1}张照片:${note}`);
  });
}

/** A photo as readers get it: nothing but what the contract names. */
export function photoView({ id, purpose, url, thumbUrl, at }: PhotoOfEvent): PhotoView {
  return { id, purpose, url, thumbUrl, at };
}

/** A reply's photos are the filer's once the office has approved that very reply, and stay hers. */
function isShown(event: OrderEvent, action: ActionName | null, parts: TimelineParts): boolean {
  if (parts.reader !== 'FILER' || action === null || !NOT_FOR_FILER.has(action)) return true;
  const verdict = parts.events.find((each) => each.seq > event.seq && VERDICTS.has(actionOfEvent(each.name)));
  return verdict !== undefined && actionOfEvent(verdict.name) === 'approve';
}

function staffText(event: OrderEvent, action: ActionName | null, names: TimelineParts['names']): string {
  const did = stepOf(event)?.did ?? (action === null ? '收到诉求' : TRANSITIONS[action].did);
  const words = Object.entries(WORDS)
    .map(([name, labels]) => labels[String(event.data[name])])
    .filter((word) => word !== undefined);
  if (action === 'climb') words.push(...climbed(event, names));
  if (typeof event.data.distance === 'number') words.push(`距反映地点约 ${event.data.distance} 米`);
  if (event.data.reached === true) words.push('已联系上');
  if (event.data.reached === false) words.push('没有联系上');
  return words.length === 0 ? did : `${did}:${words.join(',')}`;
}

/** What was late, and who up the ladder was told of it: `办理答复,告知范书平`. */
function climbed({ data }: OrderEvent, names: TimelineParts['names']): string[] {
  const what = MILESTONE_LABELS[data.milestone as Milestone];
  return [what, `告知${(data.told as string[]).map((id) => names.get(id) ?? '').join('、')}`];
}

function whoOf(event: OrderEvent, parts: TimelineParts): string {
  if (event.actorId === 'SYSTEM') return '系统';
  const unit = parts.unitName(event.actorUnitId);
  if (event.actorId === parts.facts.filerId && unit === null) {
    return parts.reader === 'FILER' ? '我' : '诉求人';
  }
  if (parts.reader === 'FILER') return unit ?? '';
  const name = parts.names.get(event.actorId) ?? '';
  return [unit, name].filter((part) => part !== null && part !== '').join(' ');
}

function notesOf(texts: readonly TextRow[], action: ActionName | null, parts: TimelineParts): string[] {
  return texts
    .filter((text) => text.field !== SENTENCE)
    .filter((text) => mayRead(text, action, parts))
    .map((text) =>
      text.layer === 'NARRATIVE' && parts.reader === 'HANDLER' ? redactNarrative(text.body).text : text.body,
    );
}

function mayRead(text: TextRow, action: ActionName | null, parts: TimelineParts): boolean {
  if (parts.reader !== 'FILER') return true;
  if (text.layer === 'INTERNAL') return false;
  // The office may reword a reply before it goes out: only the approved wording is the filer's.
  return action === null || !NOT_FOR_FILER.has(action);
}
