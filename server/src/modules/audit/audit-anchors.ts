import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { type Day, dayOf, type Instant } from '@yihu/shared';
import { Env } from '../../config/env';
import { Logger } from '../../platform/logger';
import type { ChainHead } from './rules/chain';

/** The chain's head on a day, kept outside the database. */
export interface Anchor extends ChainHead {
  day: Day;
  at: Instant;
}

const FILE = /^audit-\d{4}\.jsonl$/;

/**
 * One line a day in `<anchors>/audit-<year>.jsonl`: whoever changes the database afterwards would have to change
 * these files too, on every machine that runs the server and in every copy made of them.
 */
@Injectable()
export class AuditAnchors {
  private keptDay: Day = '';

  constructor(
    private readonly env: Env,
    private readonly logger: Logger,
  ) {}

  /** Writes today's line when there is none yet; a folder that cannot be written does not stop the sealing. */
  async keepDaily(now: Instant, head: () => Promise<ChainHead>): Promise<void> {
    const day = dayOf(now);
    if (this.keptDay === day) return;
    try {
      const known = await this.read();
      if (!known.some((anchor) => anchor.day === day)) await this.append({ day, ...(await head()), at: now });
      this.keptDay = day;
    } catch (error) {
      this.logger.error('audit.anchor_failed', { error });
    }
  }

  /** All anchors of this machine, the oldest first. A torn last line (power cut) counts as not written. */
  async read(): Promise<Anchor[]> {
    const names = await readdir(this.env.anchorDir).catch(noFolder);
    const anchors: Anchor[] = [];
    for (const name of names.filter((each) => FILE.test(each)).sort()) {
      const text = await readFile(join(this.env.anchorDir, name), 'utf8');
      anchors.push(...text.split('\n').flatMap(anchorOf));
    }
    return anchors;
  }

  private async append(anchor: Anchor): Promise<void> {
    await mkdir(this.env.anchorDir, { recursive: true });
    const file = await open(join(this.env.anchorDir, `audit-${anchor.day.slice(0, 4)}.jsonl`), 'a+', 0o640);
    try {
      const before = await file.readFile('utf8');
      const isTorn = before !== '' && !before.endsWith('\n');
      await file.appendFile(`${isTorn ? '\n' : ''}${JSON.stringify(anchor)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

function noFolder(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

function anchorOf(line: string): Anchor[] {
  try {
    const anchor = JSON.parse(line) as Anchor;
    return typeof anchor.seq === 'number' && typeof anchor.hash === 'string' ? [anchor] : [];
  } catch {
    return [];
  }
}
