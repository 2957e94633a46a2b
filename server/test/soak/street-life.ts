import { setTimeout as wait } from 'node:timers/promises';
import type { OrderView, Receipt, SubmitOrder } from '@yihu/shared';
import { newId } from '../../src/platform/ids';
import { filing } from '../harness';
import { pick } from '../seeded';
import type { ServerProcess } from '../server-process';
import { AT_GRID, REPLY } from '../walk';

/** Between two commands of one client. */
const BREATH_MS = 40;
/** A call of a phone ends by itself. */
const PATIENCE_MS = 15_000;

/** What the clients were promised and what became of their calls. */
export interface StreetLog {
  filed: Map<string, Receipt>;
  drafts: SubmitOrder[];
  /** Orders brought to each station, as the answers said. */
  reached: Record<string, number>;
  /** Drafts that were filed once more, at any later time. */
  repeated: number;
  /** Calls without an answer. */
  cutOff: number;
  /** Answers 503. */
  refusedForNow: number;
  /** 409 in a race with what a lost answer had already done. */
  conflicts: number;
  /** Anything that must not be. */
  surprises: string[];
}

interface Tokens {
  resident: string;
  worker: string;
  clerk: string;
}

interface Answer<T> {
  status: number;
  body: T;
}

/** Residents, a worker and a clerk on bad lines: each command is sent until it is answered, to whichever server. */
export class StreetLife {
  readonly log: StreetLog = {
    filed: new Map(),
    drafts: [],
    reached: {},
    repeated: 0,
    cutOff: 0,
    refusedForNow: 0,
    conflicts: 0,
    surprises: [],
  };
  private isOver = false;
  private running: Promise<void>[] = [];

  constructor(
    private readonly servers: readonly ServerProcess[],
    private readonly tokens: Tokens,
    private readonly streetId: string,
    private readonly photos: readonly Buffer[],
    private readonly random: () => number,
  ) {}

  begin(clients: number): void {
    this.running = Array.from({ length: clients }, (_, n) => this.run(n));
  }

  async finish(): Promise<void> {
    this.isOver = true;
    // One that gave up has said so among the surprises.
    await Promise.allSettled(this.running);
  }

  private async run(n: number): Promise<void> {
    for (let round = 0; !this.isOver && this.log.surprises.length < 20; round += 1) {
      const { orderId } = await this.file(n, round);
      if (this.random() < 0.7) await this.live(orderId);
      if (this.random() < 0.3) await this.repeatAnOldOne();
      await wait(BREATH_MS);
    }
  }

  /** A new draft, now and then with a photo, now and then tapped twice at the same moment at both servers. */
  private async file(n: number, round: number): Promise<Receipt> {
    const draft = filing(this.streetId, { classCode: AT_GRID, text: `第${n}人第${round}件:摊位占道` });
    if (this.random() < 0.2) draft.photoIds = [await this.upload(draft.draftId)];
    this.log.drafts.push(draft);
    const taps = this.random() < 0.3 ? 2 : 1;
    const receipts = await Promise.all(Array.from({ length: taps }, () => this.insistFiling(draft)));
    const [receipt] = receipts;
    if (receipt === undefined) throw new Error('no receipt');
    this.log.filed.set(draft.draftId, receipt);
    this.count('filed');
    return receipt;
  }

  private async insistFiling(draft: SubmitOrder): Promise<Receipt> {
    const { body } = await this.insist<Receipt>('/api/orders', this.tokens.resident, draft, [200]);
    this.sameAsBefore(draft, body);
    return body;
  }

  private async repeatAnOldOne(): Promise<void> {
    const draft = pick(this.random, this.log.drafts);
    if (!this.log.filed.has(draft.draftId)) return;
    await this.insistFiling(draft);
    this.log.repeated += 1;
  }

  private sameAsBefore(draft: SubmitOrder, receipt: Receipt): void {
    const known = this.log.filed.get(draft.draftId);
    if (known === undefined) return;
    if (known.orderId !== receipt.orderId || known.orderNo !== receipt.orderNo || receipt.differs)
      this.log.surprises.push(`${draft.draftId}: another receipt`);
  }

  /** Signed, answered, approved and confirmed; now and then it stops half-way. */
  private async live(orderId: string): Promise<void> {
    const steps: readonly [string, string, object, string][] = [
      ['sign', this.tokens.worker, {}, 'IN_PROGRESS'],
      ['reply', this.tokens.worker, { outcome: 'SOLVED', publicText: REPLY }, 'REPLIED'],
      ['approve', this.tokens.clerk, { publicText: REPLY }, 'TO_VISIT'],
      ['rate', this.tokens.resident, { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' }, 'CLOSED'],
    ];
    for (const [action, token, fields, state] of steps) {
      if (!(await this.act(orderId, action, token, fields, state))) return;
      if (this.random() < 0.15) return;
      await wait(BREATH_MS);
    }
  }

  /** The same command until it is answered. Answers whether the order stands where it should. */
  private async act(orderId: string, action: string, token: string, fields: object, state: string) {
    const view = await this.insist<OrderView>(`/api/orders/${orderId}`, token, undefined, [200]);
    const command = { commandId: newId(), version: view.body.version, fields };
    const path = `/api/orders/${orderId}/actions/${action}`;
    const answer = await this.insist<OrderView>(path, token, command, [200, 409]);
    if (answer.status === 409) this.log.conflicts += 1;
    else if (answer.body.state === state) this.count(state);
    else this.log.surprises.push(`${action}: ${answer.body.state}`);
    return answer.status === 200;
  }

  private async upload(draftId: string): Promise<string> {
    const bytes = pick(this.random, this.photos);
    const { body } = await this.insist<{ id: string }>('/api/attachments', this.tokens.resident, () => {
      const form = new FormData();
      form.set('draftId', draftId);
      form.set('purpose', 'REPORT');
      form.set('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'photo.jpg');
      return form;
    });
    return body.id;
  }

  /** Sends it until a server answers with one of the statuses; anything but 503 in between is a surprise. */
  private async insist<T>(
    path: string,
    token: string,
    body: object | (() => FormData) | undefined,
    wanted: readonly number[] = [200],
  ): Promise<Answer<T>> {
    for (;;) {
      const server = pick(this.random, this.servers);
      const answer = await this.once<T>(server, path, token, body);
      if (answer !== null && wanted.includes(answer.status)) return answer;
      if (answer === null) this.log.cutOff += 1;
      else if (answer.status === 503) this.log.refusedForNow += 1;
      else {
        this.log.surprises.push(`${path} ${answer.status} ${JSON.stringify(answer.body).slice(0, 200)}`);
        if (this.log.surprises.length > 20) throw new Error('too many surprises');
      }
      await wait(answer === null ? 30 : 150);
    }
  }

  private async once<T>(
    server: ServerProcess,
    path: string,
    token: string,
    body: object | (() => FormData) | undefined,
  ): Promise<Answer<T> | null> {
    const isForm = typeof body === 'function';
    try {
      const answer = await fetch(`${server.url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          ...(isForm || body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : isForm ? body() : JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return { status: answer.status, body: (await answer.json()) as T };
    } catch {
      return null;
    }
  }

  private count(what: string): void {
    this.log.reached[what] = (this.log.reached[what] ?? 0) + 1;
  }
}
