import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { OrderView, Receipt, SubmitOrder } from '@yihu/shared';
import { DataSource } from 'typeorm';
import { writerOptions } from '../src/platform/db/data-source';
import { Db } from '../src/platform/db/db';
import { newId } from '../src/platform/ids';
import { filing } from './harness';
import { randomFrom } from './seeded';
import { freePort, ServerProcess } from './server-process';
import { AT_GRID } from './walk';

const CLIENTS = 8;

/** What the clients were promised, and how often a call of theirs was cut off. */
export interface ClientLog {
  filed: { draft: SubmitOrder; receipt: Receipt }[];
  signed: Set<string>;
  interrupted: number;
  refusals: string[];
}

export interface Aftermath {
  log: ClientLog;
  /** The database as it was left, opened beside the server. */
  db: Db;
  file(draft: SubmitOrder): Promise<Receipt>;
  close(): Promise<void>;
}

/** People on bad lines: each command is sent until it is answered, always the same, never another. */
class Clients {
  readonly log: ClientLog = { filed: [], signed: new Set(), interrupted: 0, refusals: [] };
  private isOver = false;
  private readonly running: Promise<void>[];

  constructor(
    private readonly server: ServerProcess,
    private readonly tokens: { resident: string; worker: string },
    private readonly streetId: string,
  ) {
    this.running = Array.from({ length: CLIENTS }, (_, n) => this.run(n));
  }

  /** Answers when one more filing was acknowledged than now. */
  async progress(): Promise<void> {
    const before = this.log.filed.length;
    while (this.log.filed.length === before) await wait(5);
  }

  async finish(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.running);
  }

  async file(draft: SubmitOrder): Promise<Receipt | null> {
    return this.insist<Receipt>('/api/orders', this.tokens.resident, draft);
  }

  private async run(n: number): Promise<void> {
    for (let round = 0; !this.isOver; round += 1) {
      const text = `第${n}人第${round}件:摊位占道`;
      const draft = filing(this.streetId, { classCode: AT_GRID, text });
      const receipt = await this.file(draft);
      if (receipt === null) continue;
      this.log.filed.push({ draft, receipt });
      if (round % 3 === 0) await this.sign(receipt.orderId);
    }
  }

  private async sign(orderId: string): Promise<void> {
    const command = { commandId: newId(), version: 3, fields: {} };
    const path = `/api/orders/${orderId}/actions/sign`;
    const view = await this.insist<OrderView>(path, this.tokens.worker, command);
    if (view !== null) this.log.signed.add(orderId);
  }

  private async insist<T>(path: string, token: string, body: unknown): Promise<T | null> {
    for (;;) {
      try {
        const answer = await this.server.post(path, token, body);
        const text = await answer.text();
        if (answer.status === 200) return JSON.parse(text) as T;
        if (answer.status !== 503) {
          this.log.refusals.push(`${path} ${answer.status} ${text}`);
          return null;
        }
      } catch {
        this.log.interrupted += 1;
      }
      await wait(10);
      await this.server.up.catch(() => undefined);
    }
  }
}

async function onServer(serverUrl: string | null, sql: string): Promise<void> {
  if (serverUrl === null) return;
  const admin = await new DataSource({ type: 'mysql', url: serverUrl }).initialize();
  await admin.query(sql).finally(() => admin.destroy());
}

/** Lets clients file and sign while the server is killed `kills` times at moments that follow from the seed. */
export async function killLoop(
  main: string,
  serverUrl: string | null,
  { kills, seed }: { kills: number; seed: number },
): Promise<Aftermath> {
  const dir = mkdtempSync(join(tmpdir(), 'yihu-kill-'));
  const name = `kill_${newId().toLowerCase()}`;
  const url = serverUrl === null ? null : Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  await onServer(serverUrl, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  const env = {
    YIHU_SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
    YIHU_DATA_DIR: dir,
    YIHU_DEMO: '1',
    LOG_LEVEL: 'fatal',
    // Nobody answers there: messages wait in the outbox.
    WX_API_BASE: 'http://127.0.0.1:9',
    ...(url === null ? {} : { DATABASE_URL: url }),
  };
  const server = new ServerProcess(main, env, await freePort());
  await server.start();
  const tokens = { resident: await server.signIn('li'), worker: await server.signIn('grid-zhang') };
  const { streets } = (await (await fetch(`${server.url}/api/streets`)).json()) as {
    streets: { id: string }[];
  };
  const random = randomFrom(seed);
  const clients = new Clients(server, tokens, streets[0]?.id ?? '');
  for (let kill = 0; kill < kills; kill += 1) {
    // Three times in four in the middle of work, else at any moment after the start.
    if (random() < 0.75) await clients.progress();
    await wait(20 + random() * 400);
    await server.kill();
    await server.start();
  }
  await clients.finish();
  const options = writerOptions({ url, dataDir: dir }, { entities: [], migrations: [] });
  const source = await new DataSource(options).initialize();
  return {
    log: clients.log,
    db: new Db(source, source),
    file: async (draft) =>
      (await server.post('/api/orders', tokens.resident, draft)).json() as Promise<Receipt>,
    close: async () => {
      await server.kill();
      await source.destroy();
      await onServer(serverUrl, `DROP DATABASE ${name}`);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
