import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import type { EditionsAnswer, EditionView } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { ReportReaders } from './report-readers.service';
import { EditionsDto } from './reports.dto';

/** Published reports, to whoever may read them: residents the public edition, staff their street's. */
@Controller('api/reports')
@Can('session:own')
export class EditionsController {
  constructor(private readonly readers: ReportReaders) {}

  @Get()
  @Header('cache-control', 'no-store')
  list(@CurrentActor() actor: Actor, @Query() query: EditionsDto): Promise<EditionsAnswer> {
    return this.readers.list(actor, query.streetId, query.before);
  }

  @Get(':id')
  @Header('cache-control', 'no-store')
  one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<EditionView> {
    return this.readers.one(actor, id);
  }
}
