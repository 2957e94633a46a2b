import { Injectable } from '@nestjs/common';
import { type Instant, type LookKind, type LookView, type Page, ROLES, type Role } from '@yihu/shared';
import { Db, type SqlValue } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { lookWords } from './rules/look-words';

interface Row {
  id: string;
  at: Instant;
  action: string;
  facts: string;
  order_id: string;
  order_no: string;
  title: string;
}

const KINDS: Readonly<Record<string, LookKind>> = {
  'narrative.view': 'NARRATIVE',
  'contact.reveal': 'CONTACT',
};
const ACTIONS = Object.keys(KINDS);
const CURSOR = /^[0-9TZ:.-]{24},[0-9A-Z]{26}$/;

/** 谁看过我的信息: the looks at a person's own orders, read from the audit. */
@Injectable()
export class LooksQuery {
  constructor(
    private readonly db: Db,
    private readonly directory: DirectoryService,
  ) {}

  /** Newest first; `after` is the `next` of the page before. */
  async page(personId: string, after: string | undefined, limit: number): Promise<Page<LookView>> {
    const cursor = cursorOf(after);
    const older = cursor === null ? '' : 'AND (a.at < ? OR (a.at = ? AND a.id < ?))';
    const params: SqlValue[] = cursor === null ? [] : [cursor.at, cursor.at, cursor.id];
    const rows = await this.db.read<Row>(
      `SELECT a.id, a.at, a.action, a.facts, o.id AS order_id, o.order_no, o.title
         FROM work_order o JOIN audit a ON a.subject_id = o.id
        WHERE o.filer_id = ? AND a.action IN (${ACTIONS.map(() => '?').join(',')}) ${older}
        ORDER BY a.at DESC, a.id DESC LIMIT ${limit + 1}`,
      [personId, ...ACTIONS, ...params],
    );
    const items = rows.slice(0, limit).map((row) => this.viewOf(row));
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, next: last === undefined ? null : `${last.at},${last.id}` };
  }

  private viewOf(row: Row): LookView {
    const facts: Record<string, unknown> = JSON.parse(row.facts);
    const kind = KINDS[row.action] ?? 'NARRATIVE';
    const unit = typeof facts.unitId === 'string' ? this.directory.findUnit(facts.unitId) : null;
    return {
      id: row.id,
      at: row.at,
      kind,
      unitName: unit?.name ?? '街道热线办',
      roleLabel: roleLabel(facts.role),
      ...lookWords(kind, facts),
      orderId: row.order_id,
      orderNo: row.order_no,
      title: row.title,
    };
  }
}

function roleLabel(role: unknown): string {
  return typeof role === 'string' && Object.hasOwn(ROLES, role) ? ROLES[role as Role] : '工作人员';
}

function cursorOf(after: string | undefined): { at: string; id: string } | null {
  if (after === undefined || after === '') return null;
  if (!CURSOR.test(after)) throw new AppError('BAD_REQUEST', { reason: 'after 不是上一页给出的值' });
  const [at = '', id = ''] = after.split(',');
  return { at, id };
}
