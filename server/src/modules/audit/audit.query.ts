import { Injectable } from '@nestjs/common';
import type { AuditPage, Instant } from '@yihu/shared';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import { Db, type SqlValue } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { AuditNames } from './audit-names.query';

export interface AuditFilter {
  subject?: string;
  actor?: string;
  action?: string;
  /** `at,id` of the last row of the page before. */
  after?: string;
  limit: number;
}

interface AuditRow {
  id: string;
  at: Instant;
  actor_id: string;
  actor_name: string | null;
  action: string;
  subject_kind: string;
  subject_id: string;
  facts: string;
  seq: number | null;
}

/** Newest first, each page found by the key of the last row (indices ix_audit_*). */
@Injectable()
export class AuditQuery {
  constructor(
    private readonly db: Db,
    private readonly names: AuditNames,
  ) {}

  /** What the actor may read: orders and staff of the streets below her, and what the system did for all. */
  async page(actor: Actor, filter: AuditFilter): Promise<AuditPage> {
    const parts = [scopeOf(pathsWith(actor, 'audit:read'))];
    if (filter.subject !== undefined)
      parts.push(among('a.subject_id', await this.names.idsOf(filter.subject)));
    if (filter.actor !== undefined) parts.push({ sql: 'a.actor_id = ?', params: [filter.actor] });
    if (filter.action !== undefined) parts.push({ sql: 'a.action = ?', params: [filter.action] });
    if (filter.after !== undefined) parts.push(afterKey(filter.after));
    const rows = await this.db.read<AuditRow>(
      `SELECT a.id, a.at, a.actor_id, actor.name AS actor_name, a.action, a.subject_kind, a.subject_id, a.facts, a.seq
         FROM audit a LEFT JOIN person actor ON actor.id = a.actor_id AND actor.kind = 'STAFF'
        WHERE ${parts.map((part) => part.sql).join(' AND ')} ORDER BY a.at DESC, a.id DESC LIMIT ?`,
      [...parts.flatMap((part) => part.params), filter.limit + 1],
    );
    const items = rows.slice(0, filter.limit);
    const last = items.at(-1);
    return {
      items: items.map(viewOf),
      names: await this.names.of(items.flatMap((row) => [row.subject_id, row.facts])),
      next: rows.length > filter.limit && last !== undefined ? `${last.at},${last.id}` : null,
    };
  }
}

interface Part {
  sql: string;
  params: SqlValue[];
}

/** Rows of the tenants below these unit paths. Residents' own doings are seen through their orders. */
function scopeOf(paths: readonly string[]): Part {
  if (paths.length === 0) return { sql: '1 = 0', params: [] };
  const below = paths.map(() => 'SUBSTR(u.path, 1, ?) = ?').join(' OR ');
  const params = paths.flatMap((path) => [path.length, path]);
  const roots = `SELECT u.root_id FROM unit u WHERE u.id = u.root_id AND (${below})`;
  return {
    sql: `((a.subject_kind = 'ORDER' AND EXISTS (SELECT 1 FROM work_order w WHERE w.id = a.subject_id AND w.root_id IN (${roots})))
        OR EXISTS (SELECT 1 FROM person p WHERE p.id = a.actor_id AND p.home_root_id IN (${roots}))
        OR (a.actor_id = 'SYSTEM' AND a.subject_kind <> 'ORDER'))`,
    params: [...params, ...params],
  };
}

function among(column: string, ids: readonly string[]): Part {
  return { sql: `${column} IN (${ids.map(() => '?').join(',')})`, params: [...ids] };
}

function afterKey(after: string): Part {
  const [at = '', id = ''] = after.split(',');
  if (at === '' || id === '') throw new AppError('BAD_REQUEST', { reason: 'after 不是上一页给出的值' });
  return { sql: '(a.at < ? OR (a.at = ? AND a.id < ?))', params: [at, at, id] };
}

function viewOf(row: AuditRow): AuditPage['items'][number] {
  return {
    id: row.id,
    at: row.at,
    actorId: row.actor_id,
    actorName: row.actor_id === 'SYSTEM' ? '系统' : row.actor_name,
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    facts: JSON.parse(row.facts),
    seq: row.seq === null ? null : Number(row.seq),
  };
}
