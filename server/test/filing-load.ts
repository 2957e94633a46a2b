import { setTimeout as wait } from 'node:timers/promises';
import type { InvariantResult, Receipt, SubmitOrder } from '@yihu/shared';
import { AuditSealer } from '../src/modules/audit/audit-sealer.service';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { filing, type Persona, type TestApp } from './harness';
import { AT_GRID } from './walk';

/** Residents who file one draft after the other and send each until it is acknowledged. */
export class FilingLoad {
  readonly acknowledged = new Map<string, Receipt>();
  /** `Retry-After` of each 503. */
  readonly unavailable: (string | null)[] = [];
  readonly surprises: string[] = [];
  private isOver = false;
  private readonly running: Promise<void>[];

  constructor(
    private readonly li: Persona,
    private readonly streetId: string,
    readonly clients: number,
  ) {
    this.running = Array.from({ length: clients }, (_, n) => this.run(n));
  }

  /** Answers when `more` further filings were acknowledged. */
  async progress(more: number): Promise<void> {
    const upto = this.acknowledged.size + more;
    while (this.acknowledged.size < upto && this.surprises.length === 0) await wait(5);
  }

  /** Answers when `more` further tries were told to come back later. */
  async refusals(more: number): Promise<void> {
    const upto = this.unavailable.length + more;
    while (this.unavailable.length < upto && this.surprises.length === 0) await wait(5);
  }

  async finish(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.running);
  }

  private async run(n: number): Promise<void> {
    for (let round = 0; !this.isOver; round += 1) {
      const draft = filing(this.streetId, { classCode: AT_GRID, text: `第${n}人第${round}件:摊位占道` });
      while (!(await this.send(draft))) await wait(20);
    }
  }

  /** Answers whether the client is through with this draft. */
  private async send(draft: SubmitOrder): Promise<boolean> {
    const answer = await this.li.call<Receipt>('POST', '/api/orders', draft);
    if (answer.status === 200) this.acknowledged.set(draft.draftId, answer.body);
    else if (answer.status === 503) this.unavailable.push(answer.headers.get('retry-after'));
    else this.surprises.push(`${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.status !== 503;
  }
}

export interface Soundness {
  /** Orders that were acknowledged and are not stored under that number, or stored twice. */
  lost: string[];
  /** Stored orders nobody was told of; a client that ended with its draft unsent may leave one. */
  unasked: number;
  broken: InvariantResult[];
}

/** Whether each acknowledged draft is stored once under its number, and all that is stored is whole. */
export async function soundness(app: TestApp, acknowledged: Map<string, Receipt>): Promise<Soundness> {
  const rows = await app.db.read<{ id: string; draft_id: string; order_no: string }>(
    'SELECT id, draft_id, order_no FROM work_order',
  );
  const stored = Map.groupBy(rows, (row) => row.draft_id);
  const lost = [...acknowledged].flatMap(([draftId, receipt]) => {
    const found = stored.get(draftId) ?? [];
    const isKept =
      found.length === 1 && found[0]?.id === receipt.orderId && found[0].order_no === receipt.orderNo;
    return isKept ? [] : [draftId];
  });
  return {
    lost,
    unasked: [...stored.keys()].filter((draftId) => !acknowledged.has(draftId)).length,
    broken: await brokenInvariants(app),
  };
}

/** What of the invariants does not hold; the audit chain is brought up to date first, as a worker would. */
export async function brokenInvariants(app: TestApp): Promise<InvariantResult[]> {
  await app.app.get(AuditSealer).tick(app.clock.now());
  return app.app.get(InvariantsService).run(app.clock.now());
}

export const SOUND: Omit<Soundness, 'unasked'> = { lost: [], broken: [] };
