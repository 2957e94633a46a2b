import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import type { FigureOrders, FiguresAnswer, LinksReport, LinkView, VerdictsAnswer } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { AppError } from '../../platform/errors';
import { type Asked, FiguresService } from './figures.service';
import { VerdictsService } from './verdicts.service';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function askedOf(fromDay?: string, toDay?: string, unitId?: string): Asked {
  for (const day of [fromDay, toDay]) {
    if (day !== undefined && !DAY.test(day)) {
      throw new AppError('FIELD_INVALID', { field: 'fromDay', reason: '应是日期,例如 2026-11-01' });
    }
  }
  return { fromDay, toDay, unitId };
}

/** Figures, the ten links and the daily sweep, for leaders and the desk. */
@Controller('api')
export class FiguresController {
  constructor(
    private readonly figures: FiguresService,
    private readonly verdicts: VerdictsService,
  ) {}

  @Can('order:readOffice')
  @Get('figures')
  @Header('cache-control', 'no-store')
  all(
    @CurrentActor() actor: Actor,
    @Query('fromDay') fromDay?: string,
    @Query('toDay') toDay?: string,
    @Query('unitId') unitId?: string,
  ): Promise<FiguresAnswer> {
    return this.figures.figures(actor, askedOf(fromDay, toDay, unitId));
  }

  @Can('order:readOffice')
  @Get('figures/:name/orders')
  @Header('cache-control', 'no-store')
  orders(
    @CurrentActor() actor: Actor,
    @Param('name') name: string,
    @Query('part') part?: string,
    @Query('after') after?: string,
    @Query('fromDay') fromDay?: string,
    @Query('toDay') toDay?: string,
    @Query('unitId') unitId?: string,
    @Query('alone') alone?: string,
  ): Promise<FigureOrders> {
    const asked = { ...askedOf(fromDay, toDay, unitId), alone: alone === '1' };
    return this.figures.ordersOf(actor, name, part === 'den' ? 'den' : 'num', after === '1', asked);
  }

  /** How many orders received in the period went through each of the ten links, and how long each took. */
  @Can('order:readOffice')
  @Get('links')
  @Header('cache-control', 'no-store')
  links(
    @CurrentActor() actor: Actor,
    @Query('fromDay') fromDay?: string,
    @Query('toDay') toDay?: string,
  ): Promise<LinksReport> {
    return this.figures.links(actor, askedOf(fromDay, toDay));
  }

  /** Orders that went through a link, or with `has=0` those that lack it. */
  @Can('order:readOffice')
  @Get('links/:link/orders')
  @Header('cache-control', 'no-store')
  ordersOfLink(
    @CurrentActor() actor: Actor,
    @Param('link') link: string,
    @Query('has') has?: string,
    @Query('fromDay') fromDay?: string,
    @Query('toDay') toDay?: string,
  ): Promise<FigureOrders> {
    return this.figures.ordersOfLink(actor, link, has !== '0', askedOf(fromDay, toDay));
  }

  @Can('unit:read')
  @Get('orders/:id/links')
  @Header('cache-control', 'no-store')
  linksOfOrder(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<{ items: LinkView[] }> {
    return this.figures.linksOfOrder(actor, id);
  }

  /** A verdict of every open order now, or as kept on a morning; `verdict` opens one to its orders. */
  @Can('order:readOffice')
  @Get('verdicts')
  @Header('cache-control', 'no-store')
  sweep(
    @CurrentActor() actor: Actor,
    @Query('verdict') verdict = '',
    @Query('day') day?: string,
  ): Promise<VerdictsAnswer> {
    if (day !== undefined && !DAY.test(day)) {
      throw new AppError('FIELD_INVALID', { field: 'day', reason: '应是日期' });
    }
    return this.verdicts.answer(actor, verdict, day);
  }
}
