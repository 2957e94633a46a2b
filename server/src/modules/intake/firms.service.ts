import { Injectable } from '@nestjs/common';
import {
  type EnterpriseBody,
  type EnterpriseView,
  isOpen,
  type OrderSummary,
  type Page,
  type State,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { AuditStore } from '../audit/audit.store';
import { DirectoryService } from '../directory/directory.service';
import { StaffQuery } from '../directory/staff.query';
import { EnterprisesService, type Firm } from '../enterprises/enterprises.service';
import { PeopleQuery, StaleVersionError, Visibility } from '../orders';
import { OrdersQuery } from '../orders/orders.query';
import { Officers } from './officers.service';

const PAGE = 50;
const TRIES = 5;

/** The desk's register of firms: who they are, who serves them by name, and what they have filed. */
@Injectable()
export class FirmsService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly firms: EnterprisesService,
    private readonly officers: Officers,
    private readonly staff: StaffQuery,
    private readonly directory: DirectoryService,
    private readonly people: PeopleQuery,
    private readonly visibility: Visibility,
    private readonly orders: OrdersQuery,
    private readonly audit: AuditStore,
  ) {}

  async search(actor: Actor, words: string): Promise<EnterpriseView[]> {
    const roots = this.visibility.rootsWith(actor, 'enterprise:read');
    const found = await this.firms.search(this.db, roots, words, PAGE);
    return Promise.all(found.map((firm) => this.view(firm)));
  }

  /** Orders of one firm, the most pressing first. Throws NOT_FOUND. */
  async ordersOf(actor: Actor, id: string, after?: string): Promise<Page<OrderSummary>> {
    const firm = await this.mustSee(actor, id, 'enterprise:read');
    return this.orders.among('enterprise_id', firm.id, [firm.rootId], after);
  }

  /**
   * Writes down what the desk knows of a firm. Another officer takes over every open order of the firm at once.
   * Throws NOT_FOUND, CONFLICT, ENTERPRISE_TAKEN, CREDIT_CODE_INVALID, OFFICER_UNFIT.
   */
  async change(actor: Actor, id: string, body: EnterpriseBody): Promise<EnterpriseView> {
    await this.mustSee(actor, id, 'enterprise:manage');
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.view(await this.db.inTransaction((tx) => this.write(tx, actor, id, body)));
      } catch (error) {
        if (!(error instanceof StaleVersionError)) throw error;
        if (attempt >= TRIES) throw new AppError('UNAVAILABLE');
      }
    }
  }

  private async write(tx: Tx, actor: Actor, id: string, body: EnterpriseBody): Promise<Firm> {
    const before = await this.firms.find(tx, id);
    if (before === null) throw new AppError('NOT_FOUND');
    const now = this.clock.now();
    if (body.officer !== null) await this.checkOfficer(tx, before.rootId, body.officer, now);
    const after = await this.firms.change(tx, before, body);
    if (after === null) {
      const state = `${before.name}(第 ${before.version} 版)`;
      throw new AppError('CONFLICT', {
        who: '同事',
        at: '',
        did: '修改了企业资料',
        state,
        version: before.version,
      });
    }
    const isSame = before.officerId === after.officerId && before.officerUnitId === after.officerUnitId;
    if (!isSame) await this.officers.replace(tx, after, now);
    await this.audit.add(tx, {
      at: now,
      actorId: actor.personId,
      action: 'enterprise.changed',
      subjectKind: 'ENTERPRISE',
      subjectId: id,
      facts: { version: after.version, officer: after.officerId },
    });
    return after;
  }

  private async checkOfficer(
    tx: Tx,
    rootId: string,
    { personId, unitId }: { personId: string; unitId: string },
    now: string,
  ): Promise<void> {
    const unit = this.directory.findUnit(unitId);
    const isHere = unit !== null && unit.root_id === rootId && unit.active === 1;
    const staff = isHere ? await this.staff.staffOf(tx, unitId, 'order:readUnit', now) : [];
    if (!staff.includes(personId)) throw new AppError('OFFICER_UNFIT');
  }

  private async mustSee(
    actor: Actor,
    id: string,
    permission: 'enterprise:read' | 'enterprise:manage',
  ): Promise<Firm> {
    const firm = await this.firms.find(this.db, id);
    if (firm === null || !this.visibility.rootsWith(actor, permission).includes(firm.rootId)) {
      throw new AppError('NOT_FOUND');
    }
    return firm;
  }

  private async view(firm: Firm): Promise<EnterpriseView> {
    const rows = await this.db.read<{ state: State; n: number }>(
      'SELECT state, COUNT(*) AS n FROM work_order WHERE enterprise_id = ? GROUP BY state',
      [firm.id],
    );
    const { officerId, officerUnitId } = firm;
    const names = await this.people.names(this.db, officerId === null ? [] : [officerId]);
    return {
      id: firm.id,
      name: firm.name,
      creditCode: firm.creditCode,
      industry: firm.industry,
      size: firm.size,
      officer:
        officerId === null || officerUnitId === null
          ? null
          : {
              personId: officerId,
              name: names.get(officerId) ?? '',
              unitId: officerUnitId,
              unitName: this.directory.findUnit(officerUnitId)?.short_name ?? '',
            },
      orders: rows.reduce((sum, { n }) => sum + Number(n), 0),
      open: rows.reduce((sum, { state, n }) => sum + (isOpen(state) ? Number(n) : 0), 0),
      version: firm.version,
      createdAt: firm.createdAt,
    };
  }
}
