import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { DraftsAnswer, DraftView, FiltersAnswer, TemplatesAnswer } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { DraftDto, FilterDto } from './desk.dto';
import { DraftsService } from './drafts.service';
import { FiltersService } from './filters.service';
import { TemplatesService } from './templates.service';

/** What the desk keeps for one person, and texts to begin from. */
@Controller('api/desk')
export class DeskController {
  constructor(
    private readonly drafts: DraftsService,
    private readonly filters: FiltersService,
    private readonly templates: TemplatesService,
  ) {}

  @Can('unit:read')
  @Get('drafts')
  @Header('cache-control', 'no-store')
  list(@CurrentActor() actor: Actor): Promise<DraftsAnswer> {
    return this.drafts.list(actor);
  }

  @Can('unit:read')
  @Get('drafts/:key')
  @Header('cache-control', 'no-store')
  draft(@CurrentActor() actor: Actor, @Param('key') key: string): Promise<DraftView> {
    return this.drafts.find(actor, key);
  }

  @Can('unit:read')
  @Post('drafts/:key')
  @HttpCode(200)
  save(@CurrentActor() actor: Actor, @Param('key') key: string, @Body() body: DraftDto): Promise<DraftView> {
    return this.drafts.keep(actor, key, body.content);
  }

  @Can('unit:read')
  @Delete('drafts/:key')
  @HttpCode(200)
  drop(@CurrentActor() actor: Actor, @Param('key') key: string): Promise<DraftView> {
    return this.drafts.drop(actor, key);
  }

  @Can('order:readOffice')
  @Get('filters')
  @Header('cache-control', 'no-store')
  savedFilters(@CurrentActor() actor: Actor): Promise<FiltersAnswer> {
    return this.filters.list(actor);
  }

  @Can('order:readOffice')
  @Post('filters')
  @HttpCode(200)
  saveFilter(@CurrentActor() actor: Actor, @Body() body: FilterDto): Promise<FiltersAnswer> {
    return this.filters.keep(actor, body);
  }

  @Can('order:readOffice')
  @Delete('filters/:id')
  @HttpCode(200)
  dropFilter(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<FiltersAnswer> {
    return this.filters.drop(actor, id);
  }

  @Can('unit:read')
  @Get('templates/:orderId')
  @Header('cache-control', 'no-store')
  templatesOf(
    @CurrentActor() actor: Actor,
    @Param('orderId') orderId: string,
    @Query('action') action = '',
  ): Promise<TemplatesAnswer> {
    return this.templates.forOrder(actor, orderId, action);
  }
}
