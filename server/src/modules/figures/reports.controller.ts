import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import type { ReportBrief, StreetReport } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { MakeReportDto } from './reports.dto';
import { ReportsService } from './reports.service';

/** Reports of days, weeks and months, frozen as they were made. */
@Controller('api/desk/reports')
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  @Can('order:readOffice')
  @Get()
  @Header('cache-control', 'no-store')
  list(@CurrentActor() actor: Actor): Promise<{ items: ReportBrief[] }> {
    return this.reports.list(actor);
  }

  @Can('order:supervise')
  @Post()
  @HttpCode(200)
  make(@CurrentActor() actor: Actor, @Body() body: MakeReportDto): Promise<StreetReport> {
    return this.reports.makeFor(actor, body);
  }

  @Can('order:readOffice')
  @Get(':id')
  @Header('cache-control', 'no-store')
  one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<StreetReport> {
    return this.reports.one(actor, id);
  }
}
