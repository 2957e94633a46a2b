import { Injectable } from '@nestjs/common';
import { type CallsAnswer, type CallsBody, type CallsRow, dayOf } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { AuditStore } from '../audit/audit.store';
import { Commands, PeopleQuery, Visibility } from '../orders';
import { periodOf } from './period';
import { channelLabel, QualityCallsStore } from './quality-calls.store';

const HOUR_SECONDS = 3600;

/** Counts of calls by line and day, as the hotline office fills them in (M93). */
@Injectable()
export class QualityCalls {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: QualityCallsStore,
    private readonly commands: Commands,
    private readonly visibility: Visibility,
    private readonly people: PeopleQuery,
    private readonly audit: AuditStore,
  ) {}

  /** What was filled in for the streets the actor reads. */
  async list(actor: Actor, asked: { fromDay?: string; toDay?: string }): Promise<CallsAnswer> {
    const { fromDay, toDay } = periodOf(asked, this.clock.now());
    const found = await this.store.list(this.visibility.deskRootIds(actor), fromDay, toDay);
    const names = await this.people.names(
      this.db,
      found.map(({ enteredById }) => enteredById),
    );
    return {
      fromDay,
      toDay,
      items: found.map(({ rootId, enteredById, ...row }) => ({
        ...row,
        streetId: rootId,
        channelLabel: channelLabel(row.channel),
        enteredBy: names.get(enteredById) ?? '',
      })),
    };
  }

  /** All rows or none. Throws NOT_FOUND for another's street, FIELD_INVALID naming the row. */
  async record(actor: Actor, { commandId, streetId, rows }: CallsBody): Promise<void> {
    if (!this.visibility.rootsWith(actor, 'intake:record').includes(streetId))
      throw new AppError('NOT_FOUND');
    const now = this.clock.now();
    refuseWrong(rows, dayOf(now));
    const { personId } = actor;
    await this.commands.once({ personId, commandId, body: [streetId, rows] }, async (tx) => {
      for (const row of rows) {
        const before = await this.store.put(tx, streetId, row, { personId, now });
        const { day, channel, offered, answered, waitSeconds } = row;
        await this.audit.add(tx, {
          at: now,
          actorId: personId,
          action: before === null ? 'calls.recorded' : 'calls.corrected',
          subjectKind: 'STREET',
          subjectId: streetId,
          facts: {
            ...{ day, channel, offered, answered, waitSeconds },
            ...(before === null ? {} : { offeredBefore: before.offered, answeredBefore: before.answered }),
            ...(before === null ? {} : { waitBefore: before.waitSeconds }),
          },
        });
      }
      return { streamId: streetId, seq: rows.length, at: now };
    });
  }
}

/** No line has more answered than came in, nor a day that has not come; each line and day once. */
function refuseWrong(rows: readonly CallsRow[], today: string): void {
  const seen = new Set<string>();
  for (const [at, row] of rows.entries()) {
    const reason =
      faultOf(row, today) ?? (seen.has(`${row.day} ${row.channel}`) ? '与前面一行是同一天、同一线路' : null);
    if (reason !== null) throw new AppError('FIELD_INVALID', { field: `第 ${at + 1} 行`, reason });
    seen.add(`${row.day} ${row.channel}`);
  }
}

function faultOf({ day, offered, answered, waitSeconds }: CallsRow, today: string): string | null {
  if (day > today) return '这一天还没有到';
  if (answered > offered) return '接通数不能多于来电数';
  if (answered === 0 && waitSeconds > 0) return '没有接通的,不能有等待时间';
  return waitSeconds > answered * HOUR_SECONDS ? '平均等待超过一小时,请核对是否按秒填写' : null;
}
