import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  type CreditOfTemplate,
  type Day,
  dayOf,
  type Instant,
  type SendsOfDay,
  TEMPLATE_KINDS,
  type TemplateKind,
} from '@yihu/shared';
import { Env } from '../../config/env';
import { Db } from '../../platform/db/db';

const DAYS = 7;
const FIELDS: Readonly<Record<string, 'sent' | 'refused' | 'failed' | 'unknown'>> = {
  SENT: 'sent',
  REFUSED: 'refused',
  FAILED: 'failed',
  UNKNOWN: 'unknown',
  // A call whose end was not written down yet.
  STARTED: 'unknown',
};

/** Figures about messages for the operators' page. */
@Injectable()
export class WechatFigures {
  constructor(
    private readonly db: Db,
    private readonly env: Env,
  ) {}

  /** Attempts of the last days by how they ended, newest day first; days without any are left out. */
  async sends(now: Instant): Promise<SendsOfDay[]> {
    // By the hour, so that days can be those of Shanghai.
    const rows = await this.db.read<{ hour: string; outcome: string; n: number }>(
      `SELECT SUBSTR(at, 1, 13) AS hour, outcome, COUNT(*) AS n FROM send_attempt WHERE at >= ?
        GROUP BY SUBSTR(at, 1, 13), outcome`,
      [addMinutes(now, -DAYS * 24 * 60)],
    );
    const days = new Map<Day, SendsOfDay>();
    for (const { hour, outcome, n } of rows) {
      const day = dayOf(`${hour}:00:00.000Z`);
      const of = days.get(day) ?? { day, sent: 0, refused: 0, failed: 0, unknown: 0 };
      const field = FIELDS[outcome];
      if (field !== undefined) of[field] += Number(n);
      days.set(day, of);
    }
    return [...days.values()].sort((a, b) => (a.day < b.day ? 1 : -1));
  }

  /** What WeChat will still take, per configured template. */
  async credits(): Promise<CreditOfTemplate[]> {
    const rows = await this.db.read<{
      template: string;
      people: number;
      remaining: number;
      long_term: number;
    }>(
      `SELECT template, COUNT(*) AS people, SUM(remaining) AS remaining,
              SUM(CASE WHEN mode = 'LONG' THEN 1 ELSE 0 END) AS long_term
         FROM send_credit WHERE remaining > 0 OR mode = 'LONG' GROUP BY template`,
    );
    const found = new Map(rows.map((row) => [row.template, row]));
    return (Object.keys(TEMPLATE_KINDS) as TemplateKind[])
      .filter((kind) => this.env.wechat.templates[kind] !== '')
      .map((kind) => {
        const row = found.get(this.env.wechat.templates[kind]);
        return {
          title: TEMPLATE_KINDS[kind],
          people: Number(row?.people ?? 0),
          remaining: Number(row?.remaining ?? 0),
          longTerm: Number(row?.long_term ?? 0),
        };
      });
  }
}
