import { Controller, Get, Header, Param } from '@nestjs/common';
import type { UnreachableAnswer, VisitScript, VisitsAnswer } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { ScriptsService } from './scripts.service';
import { UnreachableQuery } from './unreachable.query';
import { VisitsQuery } from './visits.query';

/** The call-back desk. What comes of a call is a step of the visit's procedure. */
@Controller('api/visits')
export class VisitsController {
  constructor(
    private readonly visits: VisitsQuery,
    private readonly unreachable: UnreachableQuery,
    private readonly scripts: ScriptsService,
  ) {}

  @Can('order:visit')
  @Get()
  @Header('cache-control', 'no-store')
  waiting(@CurrentActor() actor: Actor): Promise<VisitsAnswer> {
    return this.visits.waiting(actor);
  }

  @Can('order:visit')
  @Get('unreachable')
  @Header('cache-control', 'no-store')
  unreached(@CurrentActor() actor: Actor): Promise<UnreachableAnswer> {
    return this.unreachable.list(actor);
  }

  @Can('order:visit')
  @Get(':id/script')
  @Header('cache-control', 'no-store')
  script(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<VisitScript> {
    return this.scripts.ofVisit(actor, id);
  }
}
