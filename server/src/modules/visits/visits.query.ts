import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  dayOf,
  formatDue,
  isLate,
  type Outcome,
  type PartyKind,
  procedureKind,
  type State,
  stageLabel,
  VISIT_FORMS,
  VISITS_SHOWN,
  type VisitForm,
  type VisitLine,
  type VisitsAnswer,
} from '@yihu/shared';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Row } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { PeopleQuery, Visibility } from '../orders';

const VISIT = procedureKind('visit');
/** Stages in which somebody is still to be called. */
const WAITING = Object.entries(VISIT.stages).flatMap(([stage, spec]) => ('ends' in spec ? [] : [stage]));

/** Who is to be called, by the visits that are open (index ix_procedure_list). */
@Injectable()
export class VisitsQuery {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly directory: DirectoryService,
    private readonly people: PeopleQuery,
    private readonly visibility: Visibility,
  ) {}

  /** Open visits of the streets the actor makes calls for, the most pressing first. */
  async waiting(actor: Actor): Promise<VisitsAnswer> {
    const roots = Visibility.among('r.root_id', this.visibility.rootsWith(actor, 'order:visit'));
    const stages = Visibility.among('r.stage', WAITING);
    const rows = await this.db.read(
      `SELECT r.id AS run_id, r.stage, r.coded, w.id, w.order_no, w.title, w.state, w.party_kind, w.outcome,
              w.lead_unit_id, w.community_id, w.grid_id, w.office_unit_id, w.tries, w.last_try_day, w.vulnerable,
              e.name AS firm_name,
              (SELECT MIN(c.due_at) FROM clock c WHERE c.order_id = r.id AND c.state = 'RUNNING') AS due_at
         FROM procedure_run r JOIN work_order w ON w.id = r.order_id
         LEFT JOIN enterprise e ON e.id = w.enterprise_id
        WHERE ${roots.sql} AND r.kind = 'visit' AND ${stages.sql}
        ORDER BY COALESCE(due_at, '9999'), r.id LIMIT ?`,
      [...roots.params, ...stages.params, VISITS_SHOWN + 1],
    );
    const shown = rows.slice(0, VISITS_SHOWN).map((row) => ({ row, values: JSON.parse(String(row.coded)) }));
    const names = await this.people.names(
      this.db,
      shown.flatMap(({ values }) => (typeof values.officerId === 'string' ? [values.officerId] : [])),
    );
    return {
      items: shown.map(({ row, values }) => this.line(actor, row, values, names)),
      more: rows.length > VISITS_SHOWN,
    };
  }

  private line(
    actor: Actor,
    row: Row,
    values: Readonly<Record<string, unknown>>,
    names: ReadonlyMap<string, string>,
  ): VisitLine {
    const textOrNull = (value: unknown) => (value == null ? null : String(value));
    const form: VisitForm = values.form === 'ONE_TO_ONE' ? 'ONE_TO_ONE' : 'SERVICE';
    const dueAt = textOrNull(row.due_at);
    const officerId = textOrNull(values.officerId);
    return {
      procedureId: String(row.run_id),
      orderId: String(row.id),
      orderNo: String(row.order_no),
      title: String(row.title),
      place: [row.community_id, row.grid_id]
        .map((id) => this.nameOf(id))
        .join(' ')
        .trim(),
      form,
      formLabel: VISIT_FORMS[form],
      partyKind: String(row.party_kind) as PartyKind,
      firmName: textOrNull(row.firm_name),
      stage: String(row.stage),
      stageLabel: stageLabel(VISIT, String(row.stage)),
      orderState: String(row.state) as State,
      outcome: textOrNull(row.outcome) as Outcome | null,
      leadUnitName: this.nameOf(row.lead_unit_id) || null,
      dueAt,
      // A due instant is the exclusive end of its day.
      dueText: dueAt === null ? '' : formatDue({ dueAt, dueDay: dayOf(addMinutes(dueAt, -1)) }),
      late: isLate(dueAt, this.clock.now()),
      nextOn: row.stage === 'tried' ? textOrNull(values.nextOn) : null,
      tries: Number(row.tries),
      lastTryDay: textOrNull(row.last_try_day),
      officer: officerId === null ? null : { personId: officerId, name: names.get(officerId) ?? '' },
      vulnerable: this.seesCare(actor, String(row.office_unit_id)) ? Number(row.vulnerable) === 1 : null,
    };
  }

  private seesCare(actor: Actor, officeId: string): boolean {
    const path = this.directory.findUnit(officeId)?.path ?? '';
    return pathsWith(actor, 'order:seeVulnerable').some((own) => path.startsWith(own));
  }

  private nameOf(id: unknown): string {
    return id == null ? '' : (this.directory.findUnit(String(id))?.short_name ?? '');
  }
}
