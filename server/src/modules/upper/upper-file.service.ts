import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Env } from '../../config/env';
import { Db } from '../../platform/db/db';
import { newId } from '../../platform/ids';
import { type OutboxHandler, type OutboxJob, OutboxWorker, type Outcome } from '../../platform/outbox';
import { UpperLines } from './upper-lines';
import { UPPER_TOPIC } from './upper-queue.service';
import { UpperReportsStore } from './upper-reports.store';

/**
 * The file adapter: one file per answer below the folder the operator shares with the platform above. The name is
 * the answer's key, so that a line that goes out twice is one file. Without a folder answers wait for the desk's export.
 */
@Injectable()
export class UpperFiles implements OutboxHandler, OnModuleInit {
  readonly topic = UPPER_TOPIC;

  constructor(
    private readonly db: Db,
    private readonly env: Env,
    private readonly store: UpperReportsStore,
    private readonly lines: UpperLines,
    private readonly worker: OutboxWorker,
  ) {}

  onModuleInit(): void {
    this.worker.register(this);
  }

  async handle(job: OutboxJob, now: Instant): Promise<Outcome> {
    const folder = this.env.upperDir;
    if (folder === null) return 'done';
    const report = await this.store.find(this.db, String(job.payload.reportId));
    if (report === null || report.state === 'ACKED') return 'done';
    const line = await this.lines.lineOf(this.db, report);
    if (line === null) return { dead: 'order is gone' };
    const ofSystem = join(folder, report.upperSystem);
    await mkdir(ofSystem, { recursive: true });
    // Whoever reads the folder sees a whole file or none.
    const [part, whole] = [join(ofSystem, `.${report.id}.part`), join(ofSystem, `${report.id}.json`)];
    await writeFile(part, JSON.stringify(line));
    await rename(part, whole);
    await this.db.inTransaction((tx) => this.store.exported(tx, [report.id], report.batchId ?? newId(), now));
    return 'done';
  }
}
