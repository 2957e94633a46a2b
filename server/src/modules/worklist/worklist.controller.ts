import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import type { DeskCounts, DeskPage, OrderContext } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { ContextQuery } from './context.query';
import { CountsQuery } from './counts.query';
import { ListService } from './list.service';
import { ListAsk } from './worklist.dto';

/** The workbench: lists, their numbers, and what has to do with one order. */
@Controller('api/desk')
export class WorklistController {
  constructor(
    private readonly lists: ListService,
    private readonly numbers: CountsQuery,
    private readonly context: ContextQuery,
  ) {}

  /** A built-in list, filtered or searched. */
  @Can('order:readOffice')
  @Get('orders')
  @Header('cache-control', 'no-store')
  list(@CurrentActor() actor: Actor, @Query() ask: ListAsk): Promise<DeskPage> {
    return this.lists.page(actor, ask);
  }

  /** How many orders each built-in list of open orders holds. */
  @Can('order:readOffice')
  @Get('counts')
  @Header('cache-control', 'no-store')
  counts(@CurrentActor() actor: Actor): Promise<DeskCounts> {
    return this.numbers.of(actor);
  }

  /** Orders at the same place, of the same caller, firm and class. */
  @Can('order:readOffice')
  @Get('orders/:id/context')
  @Header('cache-control', 'no-store')
  about(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<OrderContext> {
    return this.context.of(actor, id);
  }
}
