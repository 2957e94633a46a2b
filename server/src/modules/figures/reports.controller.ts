import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import type { ReportBrief, StreetReport } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { ReportDesk } from './report-desk.service';
import { ReportViews } from './report-views.service';
import { EditReportDto, MakeReportDto, PublishReportDto } from './reports.dto';
import { ReportsService } from './reports.service';

/** Reports of days, weeks and months at the desk: figures frozen as they were made, sentences until they are out. */
@Controller('api/desk/reports')
export class ReportsController {
  constructor(
    private readonly reports: ReportsService,
    private readonly views: ReportViews,
    private readonly desk: ReportDesk,
  ) {}

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
    return this.views.one(actor, id);
  }

  @Can('order:supervise')
  @Post(':id/texts')
  @HttpCode(200)
  edit(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: EditReportDto,
  ): Promise<StreetReport> {
    return this.desk.edit(actor, id, body);
  }

  @Can('report:publish')
  @Post(':id/publish')
  @HttpCode(200)
  publish(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: PublishReportDto,
  ): Promise<StreetReport> {
    return this.desk.publish(actor, id, body);
  }
}
