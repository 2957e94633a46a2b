import { Injectable } from '@nestjs/common';
import {
  type ConsentView,
  type Instant,
  noticeVersionAt,
  TEMPLATE_KINDS,
  type TemplateKind,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Db } from '../../platform/db/db';
import { ReachabilityQuery } from '../notifications/reachability.query';

interface PhoneRow {
  at: Instant;
  facts: string;
}

interface Tapped {
  template: string;
  at: Instant;
}

const KINDS = Object.keys(TEMPLATE_KINDS) as TemplateKind[];
const PHONE_WAYS: Readonly<Record<string, string>> = {
  WECHAT: '点「用微信手机号」,微信已核实',
  TYPED: '自己填写,没有核实',
};

/** What a person agreed to and when, from the records that were made of it then. */
@Injectable()
export class ConsentsQuery {
  constructor(
    private readonly db: Db,
    private readonly reach: ReachabilityQuery,
  ) {}

  async of(actor: Actor): Promise<ConsentView[]> {
    const [account, phone, subscriptions] = await Promise.all([
      this.account(actor),
      this.phone(actor),
      this.subscriptions(actor),
    ]);
    return [...account, ...phone, ...subscriptions];
  }

  private async account({ personId }: Actor): Promise<ConsentView[]> {
    const [row] = await this.db.read<{ created_at: Instant; openid_hash: string | null }>(
      'SELECT created_at, openid_hash FROM person WHERE id = ?',
      [personId],
    );
    if (row === undefined || row.openid_hash === null) return [];
    return [consent('ACCOUNT', '用微信账号登录', '首次登录时', row.created_at, null)];
  }

  /** The newest number and, when it was withdrawn since, that. */
  private async phone({ personId }: Actor): Promise<ConsentView[]> {
    const rows = await this.db.read<PhoneRow>(
      `SELECT at, facts FROM audit WHERE subject_id = ? AND action = 'person.phone' ORDER BY at DESC, id DESC LIMIT 20`,
      [personId],
    );
    const [person] = await this.db.read<{ phone_cipher: string | null }>(
      'SELECT phone_cipher FROM person WHERE id = ?',
      [personId],
    );
    const ways = rows.map(({ at, facts }) => ({ at, way: String(JSON.parse(facts).way) }));
    const given = ways.find(({ way }) => way !== 'DELETED');
    if (given === undefined) return [];
    const isKept = (person?.phone_cipher ?? null) !== null;
    const withdrawn = isKept
      ? null
      : (ways.find(({ way, at }) => way === 'DELETED' && at >= given.at)?.at ?? given.at);
    return [consent('PHONE', '保存手机号', PHONE_WAYS[given.way] ?? '', given.at, withdrawn)];
  }

  /** The newest acceptance of each template; it counts while messages are left. */
  private async subscriptions({ personId }: Actor): Promise<ConsentView[]> {
    const taps = await this.db.read<Tapped>(
      `SELECT template, MAX(at) AS at FROM subscription_tap
        WHERE person_id = ? AND result LIKE 'accept%' GROUP BY template`,
      [personId],
    );
    const credits = new Map((await this.reach.credits(personId)).map((credit) => [credit.template, credit]));
    const at = new Map(taps.map((tap) => [tap.template, tap.at]));
    return this.reach.configured(KINDS).flatMap(({ templateId, title }) => {
      const accepted = at.get(templateId);
      if (accepted === undefined) return [];
      const credit = credits.get(templateId);
      const left = credit?.mode === 'LONG' ? '长期有效' : `还可收 ${credit?.remaining ?? 0} 条`;
      const active = credit !== undefined && (credit.mode === 'LONG' || credit.remaining > 0);
      const view = consent(
        'SUBSCRIPTION',
        title,
        `在微信里点了允许,${left}`,
        accepted,
        credit?.refused_at ?? null,
      );
      return [{ ...view, active }];
    });
  }
}

function consent(
  kind: ConsentView['kind'],
  title: string,
  how: string,
  at: Instant,
  withdrawnAt: Instant | null,
): ConsentView {
  return { kind, title, how, at, notice: noticeVersionAt(at), active: withdrawnAt === null, withdrawnAt };
}
