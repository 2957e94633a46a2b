import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { addMinutes, type Instant, TEMPLATE_KINDS, type TemplateKind } from '@yihu/shared';
import { Env } from '../../config/env';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { Logger } from '../../platform/logger';
import { canFill, WechatAlarms, WechatClient, WechatError } from '../wechat';
import { mixProblem, templateProblem } from './rules/template-problems';
import { keepShared } from './shared-values.store';

const KINDS = Object.keys(TEMPLATE_KINDS) as TemplateKind[];
const OF_RESIDENTS: readonly TemplateKind[] = ['progress', 'result', 'info'];
const DAY_MINUTES = 24 * 60;
/** After a failure to ask WeChat. */
const AGAIN_MINUTES = 10;
const CHECKED = 'wechat.templates.checked';

/** Compares the configured templates with WeChat's list: at every start, and once a day. Never stops anything. */
@Injectable()
export class TemplateCheck implements OnApplicationBootstrap {
  /** Not before this instant in this process; null = it has not looked yet. */
  private next: Instant | null = null;

  constructor(
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly db: Db,
    private readonly wechat: WechatClient,
    private readonly alarms: WechatAlarms,
    private readonly logger: Logger,
  ) {}

  /** Nobody waits for it: a server without WeChat starts all the same. */
  onApplicationBootstrap(): void {
    if (!this.env.jobs) return;
    this.tick(this.clock.now()).catch((error: unknown) => this.logger.error('jobs.failed', { error }));
  }

  /** Looks when it is time; answers whether it did. */
  async tick(now: Instant): Promise<boolean> {
    if (this.env.wechat.appId === '' || (this.next !== null && now < this.next)) return false;
    this.next = addMinutes(now, AGAIN_MINUTES);
    try {
      await this.run(now);
      this.next = addMinutes(now, DAY_MINUTES);
    } catch (error) {
      // The failed call is on the operators' page; the check comes again soon.
      if (!(error instanceof WechatError)) throw error;
    }
    return true;
  }

  /** When the last look succeeded; null before the first. */
  async checkedAt(): Promise<Instant | null> {
    const [row] = await this.db.read<{ value: Instant }>('SELECT value FROM shared_value WHERE name = ?', [
      CHECKED,
    ]);
    return row?.value ?? null;
  }

  private async run(now: Instant): Promise<void> {
    const listed = await this.wechat.listTemplates();
    const ids = this.env.wechat.templates;
    const found: [string, string | null][] = KINDS.map((kind) => [
      kind,
      templateProblem(kind, ids[kind], listed, canFill),
    ]);
    const residents = OF_RESIDENTS.map((kind) => ({ id: ids[kind] }));
    found.push(['mix', mixProblem(residents, listed)]);
    await this.db.inTransaction(async (tx) => {
      for (const [name, text] of found) {
        const key = `template:${name}`;
        if (text === null) await this.alarms.clear(tx, key);
        else await this.alarms.raise(tx, { key, kind: 'TEMPLATE', text, code: name });
      }
      await keepShared(tx, CHECKED, now, null);
    });
    const wrong = found.filter(([, text]) => text !== null);
    if (wrong.length > 0) this.logger.warn('wechat.template_problems', { count: wrong.length });
  }
}
