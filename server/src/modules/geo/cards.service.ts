import { Injectable } from '@nestjs/common';
import type { ServiceCard, ServiceCardBody } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { AttachmentsService } from '../attachments/attachments.service';
import { AuditStore } from '../audit/audit.store';
import { DirectoryService, type Unit } from '../directory';
import { GeoStore, type StoredCard } from './geo.store';
import { isInCare } from './grid-writer';

const NOBODY = { name: '', phone: '' };

/** What is printed for a grid: whom to call, whom to write to. */
@Injectable()
export class CardsService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: GeoStore,
    private readonly audit: AuditStore,
    private readonly directory: DirectoryService,
    private readonly attachments: AttachmentsService,
  ) {}

  /** For everybody: it hangs on the wall. Throws GRID_UNKNOWN. */
  async read(gridId: string): Promise<ServiceCard> {
    const grid = this.grid(gridId);
    const card = await this.store.card(this.db, gridId);
    const place = this.directory.placeOf(grid);
    const urls = await this.attachments.ofCard(gridId);
    const urlOf = (id: string | null) => (id === null ? null : (urls.get(id) ?? null));
    return {
      ...place,
      officePhone: this.directory.findOffice(grid.root_id)?.phone ?? '',
      communityPhone: this.directory.unit(place.community.id).phone ?? '',
      leader: card === null ? NOBODY : { name: card.leaderName, phone: card.leaderPhone },
      secretary: card === null ? NOBODY : { name: card.secretaryName, phone: card.secretaryPhone },
      volunteers: card?.volunteers ?? [],
      wechatUrl: urlOf(card?.wechatPhotoId ?? null),
      qqUrl: urlOf(card?.qqPhotoId ?? null),
      note: card?.note ?? '',
      version: card?.version ?? 0,
      updatedAt: card?.updatedAt ?? null,
    };
  }

  /** Throws GRID_UNKNOWN, UNIT_MOVED (somebody was faster), ATTACHMENT_MISSING, ATTACHMENT_NOT_YOURS. */
  async put(actor: Actor, gridId: string, body: ServiceCardBody): Promise<ServiceCard> {
    const grid = this.grid(gridId);
    if (!isInCare(actor, grid, 'sticker:manage')) throw new AppError('GRID_UNKNOWN');
    try {
      await this.db.inTransaction(async (tx) => {
        await this.write(tx, actor, grid, body);
        await this.audit.add(tx, {
          ...{ at: this.clock.now(), actorId: actor.personId, action: 'card.save', subjectKind: 'UNIT' },
          ...{ subjectId: gridId, facts: { volunteers: body.volunteers.length } },
        });
      });
    } catch (error) {
      if (isDuplicate(error)) throw new AppError('UNIT_MOVED', { name: grid.name });
      throw error;
    }
    return this.read(gridId);
  }

  private async write(tx: Tx, actor: Actor, grid: Unit, body: ServiceCardBody): Promise<void> {
    const before = await this.store.card(tx, grid.id);
    if ((before?.version ?? 0) !== body.version) throw new AppError('UNIT_MOVED', { name: grid.name });
    const pictureOf = async (sent: string | null | undefined, had: string | null): Promise<string | null> => {
      if (sent === undefined || sent === had) return had;
      if (had !== null) await this.attachments.release(tx, had, grid.id);
      if (sent !== null) {
        const claim = {
          ownerKind: 'CARD',
          orderId: grid.id,
          uploaderId: actor.personId,
          eventSeq: 0,
        } as const;
        await this.attachments.claim(tx, [sent], claim);
      }
      return sent;
    };
    const after: StoredCard = {
      unitId: grid.id,
      leaderName: body.leader.name.trim(),
      leaderPhone: body.leader.phone.trim(),
      secretaryName: body.secretary.name.trim(),
      secretaryPhone: body.secretary.phone.trim(),
      volunteers: body.volunteers.map(({ name, phone }) => ({ name: name.trim(), phone: phone.trim() })),
      note: body.note.trim(),
      wechatPhotoId: await pictureOf(body.wechatPhotoId, before?.wechatPhotoId ?? null),
      qqPhotoId: await pictureOf(body.qqPhotoId, before?.qqPhotoId ?? null),
      version: body.version + 1,
      updatedBy: actor.personId,
      updatedAt: this.clock.now(),
    };
    if (before === null) await this.store.insertCard(tx, after);
    else if (!(await this.store.updateCard(tx, before, after))) {
      throw new AppError('UNIT_MOVED', { name: grid.name });
    }
  }

  private grid(gridId: string): Unit {
    const grid = this.directory.findUnit(gridId);
    if (grid === null || grid.kind !== 'GRID' || grid.active !== 1) throw new AppError('GRID_UNKNOWN');
    return grid;
  }
}
