import { Injectable } from '@nestjs/common';
import type { DeskOrders, MorningView, VolumeSplit } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { Visibility } from '../orders';
import { MorningQuery } from '../orders/morning.query';
import { BehindQuery } from './behind.query';
import { type VolumeAsked, VolumeService } from './volume.service';

/** Opens the numbers of volumes and of the morning to the orders they count. */
@Injectable()
export class BehindFigures {
  constructor(
    private readonly clock: Clock,
    private readonly query: BehindQuery,
    private readonly volumes: VolumeService,
    private readonly visibility: Visibility,
    private readonly mornings: MorningQuery,
  ) {}

  /** Orders of a bucket of a volume; `proactive` 1: only what the street found, 0: only what was filed. */
  ofVolume(
    actor: Actor,
    asked: VolumeAsked,
    bucket: { by: VolumeSplit; key: string } | null,
    proactive: string | undefined,
    after: string | undefined,
  ): Promise<DeskOrders> {
    const roots = this.visibility.deskRootIds(actor);
    const isClass = bucket?.by === 'class' && bucket.key !== '';
    const classCodes = isClass
      ? (this.volumes.filterOf(roots, { classCode: bucket.key }).classCodes ?? [])
      : [];
    return this.query.received(roots, this.volumes.periodOf(asked), this.volumes.filterOf(roots, asked), {
      bucket: bucket === null ? null : { ...bucket, classCodes },
      proactive: proactive === undefined || proactive === '' ? null : proactive === '1',
      after,
    });
  }

  /** Orders of one of the morning's figures as it is now, of one street, of one unit. Throws NOT_FOUND for another's. */
  ofMorning(
    actor: Actor,
    view: MorningView,
    only: { streetId?: string; unitId?: string },
    after: string | undefined,
  ): Promise<DeskOrders> {
    const roots = this.visibility.deskRootIds(actor);
    if (only.streetId !== undefined && !roots.includes(only.streetId)) throw new AppError('NOT_FOUND');
    const { sql, params } = this.mornings.among(
      only.streetId === undefined ? roots : [only.streetId],
      view,
      this.clock.now(),
    );
    const ofUnit = only.unitId === undefined ? [] : [only.unitId];
    return this.query.page(
      { sql: `${sql}${ofUnit.length > 0 ? ' AND owner_unit_id = ?' : ''}`, params: [...params, ...ofUnit] },
      after,
    );
  }
}
