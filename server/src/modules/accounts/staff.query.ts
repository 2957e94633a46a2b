import { Injectable } from '@nestjs/common';
import { type Instant, ROLES, type Role, type StaffView } from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';

interface StaffRow {
  id: string;
  name: string;
  login: string | null;
  active: number;
  password_set_at: Instant | null;
  totp_cipher: string | null;
  seen_at: Instant | null;
}

const AT_MOST = 2000;

/** Members of staff of one tenant, as its administrators see them. */
@Injectable()
export class StaffListQuery {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly directory: DirectoryService,
  ) {}

  async list(rootId: string): Promise<StaffView[]> {
    const now = this.clock.now();
    const rows = await this.db.read<StaffRow>(
      `SELECT p.id, p.name, p.login, p.active, c.password_set_at, c.totp_cipher,
              (SELECT MAX(s.last_seen_at) FROM login_session s WHERE s.person_id = p.id) AS seen_at
         FROM person p LEFT JOIN credential c ON c.person_id = p.id
        WHERE p.home_root_id = ? AND p.kind = 'STAFF' ORDER BY p.id LIMIT ${AT_MOST}`,
      [rootId],
    );
    const grants = await this.db.read<{ person_id: string; role: Role; unit_id: string }>(
      `SELECT g.person_id, g.role, g.unit_id FROM role_grant g JOIN person p ON p.id = g.person_id
        WHERE p.home_root_id = ? AND g.from_at <= ? AND (g.until_at IS NULL OR g.until_at > ?) ORDER BY g.id`,
      [rootId, now, now],
    );
    const byPerson = Map.groupBy(grants, (grant) => grant.person_id);
    return rows.map((row) => ({
      personId: row.id,
      name: row.name,
      login: row.login,
      active: row.active === 1,
      roles: (byPerson.get(row.id) ?? []).map(({ role, unit_id }) => ({
        role,
        roleLabel: ROLES[role] ?? role,
        unitId: unit_id,
        unitName: this.directory.findUnit(unit_id)?.name ?? '',
      })),
      enrolled: row.totp_cipher !== null,
      passwordSetAt: row.password_set_at,
      lastSeenAt: row.seen_at,
    }));
  }
}
