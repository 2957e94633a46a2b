import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import type {
  CallsAnswer,
  FigureOrders,
  PeopleAnswer,
  ProposalsAnswer,
  ProposalsView,
  QualityAnswer,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { type Given, singleWords } from './given';
import { PeopleStats } from './people.service';
import { CallsDto } from './quality.dto';
import { QualityService } from './quality.service';
import { QualityCalls } from './quality-calls.service';
import { SuggestionService } from './suggestion.service';

/** Query values as single words; empty ones are not given. */
function read(query: Given): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(singleWords(query)).filter(([, value]) => value !== undefined && value !== ''),
  );
}

/** How good the service is: the five aims, proposals and what came of them, persons (M93, M94, M95). */
@Controller('api/desk')
export class QualityController {
  constructor(
    private readonly quality: QualityService,
    private readonly calls: QualityCalls,
    private readonly suggestions: SuggestionService,
    private readonly people: PeopleStats,
  ) {}

  @Can('order:readOffice')
  @Get('quality')
  @Header('cache-control', 'no-store')
  aims(@CurrentActor() actor: Actor, @Query() query: Given): Promise<QualityAnswer> {
    return this.quality.answer(actor, read(query));
  }

  @Can('order:readOffice')
  @Get('quality/orders')
  @Header('cache-control', 'no-store')
  aimOrders(@CurrentActor() actor: Actor, @Query() query: Given): Promise<FigureOrders> {
    return this.quality.ordersOf(actor, read(query));
  }

  @Can('order:readOffice')
  @Get('calls')
  @Header('cache-control', 'no-store')
  callsOf(@CurrentActor() actor: Actor, @Query() query: Given): Promise<CallsAnswer> {
    return this.calls.list(actor, read(query));
  }

  /** Days already filled in are corrected; each correction is kept in the audit. */
  @Can('intake:record')
  @Post('calls')
  @HttpCode(200)
  async recordCalls(@CurrentActor() actor: Actor, @Body() body: CallsDto): Promise<{ done: true }> {
    await this.calls.record(actor, body);
    return { done: true };
  }

  @Can('order:readOffice')
  @Get('suggestions')
  @Header('cache-control', 'no-store')
  accuracy(@CurrentActor() actor: Actor, @Query() query: Given): Promise<ProposalsAnswer> {
    return this.suggestions.accuracy(actor, read(query));
  }

  @Can('order:readOffice')
  @Get('suggestions/orders')
  @Header('cache-control', 'no-store')
  accuracyOrders(@CurrentActor() actor: Actor, @Query() query: Given): Promise<FigureOrders> {
    return this.suggestions.ordersOf(actor, read(query));
  }

  @Can('order:readOffice')
  @Get('orders/:id/proposals')
  @Header('cache-control', 'no-store')
  proposals(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ProposalsView> {
    return this.suggestions.ofOrder(actor, id);
  }

  /** Everybody reads her own row; who heads others, theirs too. */
  @Can('unit:read')
  @Get('people-stats')
  @Header('cache-control', 'no-store')
  stats(@CurrentActor() actor: Actor, @Query() query: Given): Promise<PeopleAnswer> {
    return this.people.answer(actor, read(query).month);
  }

  @Can('unit:read')
  @Get('people-stats/orders')
  @Header('cache-control', 'no-store')
  statsOrders(@CurrentActor() actor: Actor, @Query() query: Given): Promise<FigureOrders> {
    return this.people.ordersOf(actor, read(query));
  }
}
