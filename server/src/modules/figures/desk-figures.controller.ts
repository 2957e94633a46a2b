import { Controller, Get, Header, Query } from '@nestjs/common';
import {
  type DeskOrders,
  type GridHeat,
  isMorningView,
  type MorningPage,
  type PressureAnswer,
  type RatesAnswer,
  type TrendAnswer,
  type UnitTable,
  VOLUME_SPLITS,
  type VolumeAnswer,
  type VolumeSplit,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { AppError } from '../../platform/errors';
import { BehindFigures } from './behind.service';
import { type Given, readGiven } from './given';
import { HeatService } from './heat.service';
import { MorningPageService } from './morning-page.service';
import { type PressureAsked, PressureService } from './pressure.service';
import { UnitsService } from './units.service';
import { type VolumeAsked, VolumeService } from './volume.service';

/** Dashboards and the leader's morning: counts, heat, units, trend; every number opens to its orders. */
@Controller('api/desk')
export class DeskFiguresController {
  constructor(
    private readonly volumes: VolumeService,
    private readonly heats: HeatService,
    private readonly units: UnitsService,
    private readonly pressures: PressureService,
    private readonly mornings: MorningPageService,
    private readonly behind: BehindFigures,
  ) {}

  @Can('order:readOffice')
  @Get('volume')
  @Header('cache-control', 'no-store')
  volume(@CurrentActor() actor: Actor, @Query() query: Given): Promise<VolumeAnswer> {
    return this.volumes.volume(actor, readGiven(query));
  }

  @Can('order:readOffice')
  @Get('volume/orders')
  @Header('cache-control', 'no-store')
  volumeOrders(@CurrentActor() actor: Actor, @Query() query: Given): Promise<DeskOrders> {
    const asked: VolumeAsked & { key?: string; proactive?: string; after?: string } = readGiven(query);
    if (asked.key !== undefined && !Object.hasOwn(VOLUME_SPLITS, asked.by ?? '')) {
      throw new AppError('FIELD_INVALID', { field: 'by', reason: '没有这种分法' });
    }
    const bucket = asked.key === undefined ? null : { by: asked.by as VolumeSplit, key: asked.key };
    return this.behind.ofVolume(actor, asked, bucket, asked.proactive, asked.after);
  }

  @Can('order:readOffice')
  @Get('trend')
  @Header('cache-control', 'no-store')
  trend(@CurrentActor() actor: Actor, @Query() query: Given): Promise<TrendAnswer> {
    return this.volumes.trend(actor, readGiven(query));
  }

  /** What each community files, how much of it again, and for every thousand residents (M45). */
  @Can('order:readOffice')
  @Get('pressure')
  @Header('cache-control', 'no-store')
  pressure(@CurrentActor() actor: Actor, @Query() query: Given): Promise<PressureAnswer> {
    return this.pressures.pressure(actor, readGiven(query));
  }

  @Can('order:readOffice')
  @Get('pressure/orders')
  @Header('cache-control', 'no-store')
  pressureOrders(@CurrentActor() actor: Actor, @Query() query: Given): Promise<DeskOrders> {
    const asked: PressureAsked & { part?: string; kept?: string; after?: string } = readGiven(query);
    return this.pressures.ordersOf(actor, asked);
  }

  @Can('order:readOffice')
  @Get('grid-heat')
  @Header('cache-control', 'no-store')
  heat(@CurrentActor() actor: Actor, @Query() query: Given): Promise<GridHeat> {
    return this.heats.heat(actor, readGiven(query));
  }

  @Can('order:readOffice')
  @Get('grid-heat/orders')
  @Header('cache-control', 'no-store')
  heatOrders(@CurrentActor() actor: Actor, @Query() query: Given): Promise<DeskOrders> {
    return this.heats.ordersOf(actor, readGiven(query));
  }

  @Can('order:readOffice')
  @Get('unit-table')
  @Header('cache-control', 'no-store')
  table(@CurrentActor() actor: Actor, @Query() query: Given): Promise<UnitTable> {
    return this.units.table(actor, readGiven(query));
  }

  @Can('order:readOffice')
  @Get('rates')
  @Header('cache-control', 'no-store')
  rates(@CurrentActor() actor: Actor, @Query() query: Given): Promise<RatesAnswer> {
    const { fromDay, toDay, unitId } = readGiven(query);
    return this.units.rates(actor, { fromDay, toDay, unitId });
  }

  /** The leader's page in one call: as it is now, or with `day` as that morning's sweep kept it. */
  @Can('order:readOffice')
  @Get('morning')
  @Header('cache-control', 'no-store')
  morning(@CurrentActor() actor: Actor, @Query() query: Given): Promise<MorningPage> {
    return this.mornings.page(actor, readGiven(query).day);
  }

  @Can('order:readOffice')
  @Get('morning/orders')
  @Header('cache-control', 'no-store')
  morningOrders(@CurrentActor() actor: Actor, @Query() query: Given): Promise<DeskOrders> {
    const { figure = '', streetId, unitId, after } = readGiven(query);
    if (!isMorningView(figure))
      throw new AppError('FIELD_INVALID', { field: 'figure', reason: '没有这个数' });
    return this.behind.ofMorning(actor, figure, { streetId, unitId }, after);
  }
}
