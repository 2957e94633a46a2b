import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { addMinutes, type Instant, type ModerationState } from '@yihu/shared';
import { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/db/db';
import { newId } from '../../platform/ids';
import { Outbox } from '../../platform/outbox';
import { ModerationQuery } from './moderation.query';
import { ModerationStore } from './moderation.store';
import type { ModerationRow } from './moderation-row';

export const TEXT_TOPIC = 'moderation.text';
export const IMAGE_TOPIC = 'moderation.image';

/** What is to be published: `REPLY`, `SUMMARY`, … with its id, and whose desk decides in doubt. */
export interface Subject {
  kind: string;
  id: string;
  rootId: string;
}

/** Who wrote or took it. `visitedAt`: when the person was last known to be in the mini-program. */
export interface Author {
  personId: string;
  visitedAt: Instant;
}

/** What became of the checks of a subject. */
export type Verdict = 'ALLOWED' | 'REFUSED' | 'OPEN';

/** Of somebody who works at the desk only: longer ago than the platform accepts. */
const NEVER: Instant = '1970-01-01T00:00:00.000Z';

/**
 * Content checks of whatever others may come to see. Asking is part of the change that makes the content; the
 * answer comes later. Nothing here refuses or delays a complaint: it only says what may be shown to strangers.
 */
@Injectable()
export class Moderation {
  constructor(
    private readonly clock: Clock,
    private readonly store: ModerationStore,
    private readonly query: ModerationQuery,
    private readonly outbox: Outbox,
  ) {}

  /** Has a text checked; asking twice about the same text of a subject is asking once. */
  async askText(tx: Tx, subject: Subject, author: Author, text: string): Promise<void> {
    const hash = createHash('sha256').update(text).digest('hex');
    await this.ask(tx, subject, author, {
      kind: 'TEXT',
      content_hash: hash,
      content: text,
      attachment_id: null,
    });
  }

  /** Has a picture checked. */
  async askImage(tx: Tx, subject: Subject, author: Author, attachmentId: string): Promise<void> {
    const hash = createHash('sha256').update(`attachment:${attachmentId}`).digest('hex');
    const content = {
      kind: 'IMAGE',
      content_hash: hash,
      content: null,
      attachment_id: attachmentId,
    } as const;
    await this.ask(tx, subject, author, content);
  }

  /**
   * What may be said of a subject as a whole: the worst of its checks, null when it was never checked. Only PASS
   * may be shown to strangers.
   */
  async stateOf(kind: string, id: string): Promise<ModerationState | null> {
    const order: ModerationState[] = ['RISKY', 'REVIEW', 'HUMAN', 'PENDING', 'PASS'];
    const states = new Set((await this.query.ofSubject(kind, id)).map((row) => row.state));
    return order.find((state) => states.has(state)) ?? null;
  }

  /** Has a text checked that somebody wrote at the desk: the platform is asked for her if she was in the mini-program. */
  async askDeskText(tx: Tx, subject: Subject, personId: string, text: string): Promise<void> {
    const visitedAt = (await this.query.lastVisit(tx, personId)) ?? NEVER;
    await this.askText(tx, subject, { personId, visitedAt }, text);
  }

  /** What became of each subject that was checked: only ALLOWED may be shown to strangers. */
  async verdictsOf(kind: string, ids: readonly string[]): Promise<Map<string, Verdict>> {
    const rows = await this.query.ofSubjects(kind, ids);
    const bySubject = Map.groupBy(rows, (row) => row.subject_id);
    return new Map([...bySubject].map(([id, checks]) => [id, verdictOn(checks)]));
  }

  private async ask(
    tx: Tx,
    subject: Subject,
    author: Author,
    content: Pick<ModerationRow, 'kind' | 'content_hash' | 'content' | 'attachment_id'>,
  ): Promise<void> {
    const now = this.clock.now();
    const row: ModerationRow = {
      id: newId(),
      subject_kind: subject.kind,
      subject_id: subject.id,
      root_id: subject.rootId,
      ...content,
      state: 'PENDING',
      waiting: 0,
      reason: null,
      label: 0,
      author_id: author.personId,
      visited_at: author.visitedAt,
      trace_id: null,
      asks: 0,
      created_at: now,
      asked_at: null,
      answered_at: null,
      decided_by: null,
      decided_at: null,
      note: null,
    };
    if (await this.store.insert(tx, row)) await addQuestion(tx, this.outbox, row, now);
  }
}

function verdictOn(checks: readonly Pick<ModerationRow, 'state' | 'decided_at'>[]): Verdict {
  if (checks.every(({ state }) => state === 'PASS')) return 'ALLOWED';
  // The machine's doubt waits for a person; a person's no is the end.
  return checks.some(({ state, decided_at }) => state !== 'PASS' && decided_at !== null) ? 'REFUSED' : 'OPEN';
}

/** What kept the platform from a picture may pass: each further try waits this much longer. */
const PAUSE_MINUTES = 5;

/** Puts the question to the platform in line; each try of a picture is an effect of its own. */
export async function addQuestion(tx: Tx, outbox: Outbox, row: ModerationRow, now: Instant): Promise<void> {
  await outbox.add(tx, {
    topic: row.kind === 'TEXT' ? TEXT_TOPIC : IMAGE_TOPIC,
    effectKey: `moderation:${row.id}:${row.asks}`,
    subjectId: row.id,
    payload: { checkId: row.id, ask: row.asks },
    runAt: addMinutes(now, row.asks * PAUSE_MINUTES),
    now,
  });
}
