import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { OrderView, ProcedureFigures, ProcedureTaskLine, ProcedureView } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { AppError } from '../../platform/errors';
import { ActDto } from '../orders';
import { OrdersQuery } from '../orders/orders.query';
import { ProcedureFiguresQuery } from './procedure-figures.query';
import { ProcedureInboxQuery } from './procedure-inbox.query';
import { OpenProcedureDto } from './procedures.dto';
import { ProceduresQuery } from './procedures.query';
import { ProceduresService } from './procedures.service';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Procedures of every kind through one door: the kind's definition says who may do what. */
@Controller('api')
export class ProceduresController {
  constructor(
    private readonly procedures: ProceduresService,
    private readonly query: ProceduresQuery,
    private readonly owed: ProcedureInboxQuery,
    private readonly figures: ProcedureFiguresQuery,
    private readonly orders: OrdersQuery,
  ) {}

  @Can('order:readOwn')
  @Get('orders/:id/procedures')
  @Header('cache-control', 'no-store')
  ofOrder(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
  ): Promise<{ items: ProcedureView[]; openable: string[] }> {
    return this.query.ofOrder(actor, id);
  }

  @Can('order:readOwn')
  @Post('orders/:id/procedures/:kind')
  @HttpCode(200)
  async openOnOrder(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('kind') kind: string,
    @Body() body: ActDto,
  ): Promise<OrderView> {
    await this.procedures.open(actor, kind, { orderIds: [id] }, body);
    return this.orders.order(actor, id);
  }

  @Can('unit:read')
  @Post('procedures/open/:kind')
  @HttpCode(200)
  async open(
    @CurrentActor() actor: Actor,
    @Param('kind') kind: string,
    @Body() body: OpenProcedureDto,
  ): Promise<{ done: true }> {
    const { orderIds, homeId, ...command } = body;
    if (orderIds !== undefined) {
      await this.procedures.open(actor, kind, { orderIds }, command);
      return { done: true };
    }
    if (homeId === undefined) throw new AppError('FIELD_INVALID', { field: '对象', reason: '请选择' });
    await this.procedures.open(actor, kind, { homeId, rootId: actor.rootId ?? '' }, command);
    return { done: true };
  }

  @Can('unit:read')
  @Get('procedures/inbox')
  @Header('cache-control', 'no-store')
  async inbox(@CurrentActor() actor: Actor): Promise<{ items: ProcedureTaskLine[] }> {
    return { items: await this.owed.inbox(actor) };
  }

  /** What came of the procedures of one kind opened in a period, the last 30 days unless named. */
  @Can('order:readOffice')
  @Get('procedures/figures/:kind')
  @Header('cache-control', 'no-store')
  figuresOf(
    @CurrentActor() actor: Actor,
    @Param('kind') kind: string,
    @Query('fromDay') fromDay?: string,
    @Query('toDay') toDay?: string,
  ): Promise<ProcedureFigures> {
    const wrong = [fromDay, toDay].some((day) => day !== undefined && !DAY.test(day));
    if (wrong) throw new AppError('FIELD_INVALID', { field: 'fromDay', reason: '应是日期,例如 2026-11-01' });
    return this.figures.of(actor, kind, fromDay, toDay);
  }

  @Can('order:readOwn')
  @Get('procedures/:id')
  @Header('cache-control', 'no-store')
  one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ProcedureView> {
    return this.query.one(actor, id);
  }

  @Can('order:readOwn')
  @Post('procedures/:id/steps/:step')
  @HttpCode(200)
  async step(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('step') step: string,
    @Body() body: ActDto,
  ): Promise<ProcedureView> {
    await this.procedures.step(actor, id, step, body);
    return this.query.one(actor, id);
  }
}
