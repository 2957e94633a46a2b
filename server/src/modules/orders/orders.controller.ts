import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  DESK_VIEWS,
  type DeskView,
  isAction,
  isMorningView,
  type MorningCounts,
  type OrderSummary,
  type OrderView,
  type Page,
  type Receipt,
  type RevealedContact,
  STATES,
  type State,
  type SubmitOrder,
  type TimelineEntry,
  TRANSITIONS,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { AppError } from '../../platform/errors';
import { Limited } from '../../platform/rate-limit';
import { ActService } from './act.service';
import { readForm } from './action-form';
import { ContactService } from './contact.service';
import { ActDto, FileForCallerDto, RevealDto, SubmitOrderDto } from './orders.dto';
import { OrdersQuery } from './orders.query';
import { checkFiling } from './rules/check-filing';
import { SubmitService } from './submit.service';

@Controller('api/orders')
export class OrdersController {
  constructor(
    private readonly submits: SubmitService,
    private readonly acts: ActService,
    private readonly query: OrdersQuery,
    private readonly contacts: ContactService,
  ) {}

  @Can('order:file')
  @Post()
  @HttpCode(200)
  submit(@CurrentActor() actor: Actor, @Body() body: SubmitOrderDto): Promise<Receipt> {
    return this.submits.submit({ input: filingOf(body), actor, channel: 'MINI_PROGRAM', isForCaller: false });
  }

  @Can('order:fileFor')
  @Post('for-caller')
  @HttpCode(200)
  fileFor(@CurrentActor() actor: Actor, @Body() body: FileForCallerDto): Promise<Receipt> {
    const { channel, source, line, upperSystem, upperNo, vulnerable, legalMatter, intakeUnitId, ...input } =
      body;
    const intake = { channel, source, line, upperSystem, upperNo, vulnerable, legalMatter, intakeUnitId };
    return this.submits.submit({ input: filingOf(input), actor, ...intake, isForCaller: true });
  }

  @Can('order:readOwn')
  @Get('mine')
  @Header('cache-control', 'no-store')
  mine(@CurrentActor() actor: Actor, @Query('after') after?: string): Promise<Page<OrderSummary>> {
    return this.query.mine(actor, after);
  }

  @Can('order:readUnit')
  @Get('tasks')
  @Header('cache-control', 'no-store')
  tasks(
    @CurrentActor() actor: Actor,
    @Query('state') state?: string,
    @Query('after') after?: string,
  ): Promise<Page<OrderSummary>> {
    if (state !== undefined && state !== '' && !Object.hasOwn(STATES, state)) {
      throw new AppError('FIELD_INVALID', { field: 'state', reason: '没有这个状态' });
    }
    return this.query.tasks(actor, state === undefined || state === '' ? undefined : (state as State), after);
  }

  /** What happens in her community and is led by others: to be read, not to be acted on. */
  @Can('order:readArea')
  @Get('around')
  @Header('cache-control', 'no-store')
  around(@CurrentActor() actor: Actor, @Query('after') after?: string): Promise<Page<OrderSummary>> {
    return this.query.around(actor, after);
  }

  @Can('order:readOffice')
  @Get('desk')
  @Header('cache-control', 'no-store')
  desk(
    @CurrentActor() actor: Actor,
    @Query('view') view = 'TO_ACCEPT',
    @Query('after') after?: string,
  ): Promise<Page<OrderSummary>> {
    if (isMorningView(view)) return this.query.morningOrders(actor, view, after);
    if (!Object.hasOwn(DESK_VIEWS, view)) {
      throw new AppError('FIELD_INVALID', { field: 'view', reason: '没有这个列表' });
    }
    return this.query.desk(actor, view as DeskView, after);
  }

  @Can('order:readOffice')
  @Get('desk/counts')
  @Header('cache-control', 'no-store')
  deskCounts(@CurrentActor() actor: Actor): Promise<Record<DeskView, number>> {
    return this.query.deskCounts(actor);
  }

  /** How many orders lie behind each of the morning's figures; `desk?view=` lists them. */
  @Can('order:readOffice')
  @Get('morning')
  @Header('cache-control', 'no-store')
  morning(@CurrentActor() actor: Actor): Promise<MorningCounts> {
    return this.query.morning(actor);
  }

  @Can('order:readOwn')
  @Get(':id')
  @Header('cache-control', 'no-store')
  order(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<OrderView> {
    return this.query.order(actor, id);
  }

  @Can('order:readOwn')
  @Get(':id/thread')
  @Header('cache-control', 'no-store')
  async thread(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<{ items: TimelineEntry[] }> {
    return { items: await this.query.thread(actor, id) };
  }

  @Can('order:readOwn')
  @Post(':id/actions/:action')
  @HttpCode(200)
  async act(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('action') action: string,
    @Body() body: ActDto,
  ): Promise<OrderView> {
    if (!isAction(action) || TRANSITIONS[action].who.every((who) => who.permission === 'system')) {
      throw new AppError('ACTION_UNKNOWN', { action: action.slice(0, 40) });
    }
    await this.acts.act(actor, id, action, { ...body, fields: readForm(action, body.fields) });
    return this.query.order(actor, id);
  }

  @Can('contact:reveal')
  @Limited('contactReveal')
  @Post(':id/contact')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  reveal(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: RevealDto,
  ): Promise<RevealedContact> {
    return this.contacts.reveal(actor, id, body.reason);
  }
}

function filingOf(body: SubmitOrder): SubmitOrder {
  const checked = checkFiling(body);
  if (checked.refused !== null) throw new AppError(checked.refused.code, checked.refused.details);
  return checked.input;
}
