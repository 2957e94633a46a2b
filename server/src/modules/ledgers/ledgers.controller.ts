import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { AgendaAnswer, ItemSummary, ItemView, LedgerCount } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { ActDto } from '../orders';
import { AgendaService } from './agenda.service';
import { AgendaDto, EnterItemDto } from './ledgers.dto';
import { LedgersQuery } from './ledgers.query';
import { LedgersService } from './ledgers.service';

/** Ledgers of every kind through one door. */
@Controller('api')
export class LedgersController {
  constructor(
    private readonly ledgers: LedgersService,
    private readonly query: LedgersQuery,
    private readonly agenda: AgendaService,
  ) {}

  @Can('unit:read')
  @Get('ledgers')
  @Header('cache-control', 'no-store')
  async counts(@CurrentActor() actor: Actor): Promise<{ items: LedgerCount[] }> {
    return { items: await this.query.counts(actor) };
  }

  @Can('unit:read')
  @Get('ledgers/:kind')
  @Header('cache-control', 'no-store')
  async list(
    @CurrentActor() actor: Actor,
    @Param('kind') kind: string,
    @Query('ended') ended?: string,
  ): Promise<{ items: ItemSummary[] }> {
    return { items: await this.query.list(actor, kind, ended === '1') };
  }

  @Can('unit:read')
  @Post('ledgers/:kind')
  @HttpCode(200)
  async enter(
    @CurrentActor() actor: Actor,
    @Param('kind') kind: string,
    @Body() body: EnterItemDto,
  ): Promise<{ id: string }> {
    const { rootId, orderNos, ...command } = body;
    return { id: await this.ledgers.enter(actor, kind, rootId, orderNos, command) };
  }

  /** Orders of a list, or of entries of ledgers, on the agenda of a meeting. */
  @Can('order:supervise')
  @Post('agenda')
  @HttpCode(200)
  put(@CurrentActor() actor: Actor, @Body() body: AgendaDto): Promise<AgendaAnswer> {
    return this.agenda.put(actor, body);
  }

  @Can('unit:read')
  @Get('ledger-items/:id')
  @Header('cache-control', 'no-store')
  one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ItemView> {
    return this.query.one(actor, id);
  }

  @Can('unit:read')
  @Post('ledger-items/:id/actions/:action')
  @HttpCode(200)
  async act(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('action') action: string,
    @Body() body: ActDto,
  ): Promise<ItemView> {
    await this.ledgers.act(actor, id, action, body);
    return this.query.one(actor, id);
  }
}
