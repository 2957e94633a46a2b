import { Body, Controller, HttpCode, Param, Post, StreamableFile } from '@nestjs/common';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { ExportTableDto, ReportFileDto } from './exports.dto';
import { ExportsService, type HandedOut } from './exports.service';

/** Files to hand out: each is asked for by POST, for each is remembered. */
@Controller('api/desk')
export class ExportsController {
  constructor(private readonly exports: ExportsService) {}

  @Can('unit:read')
  @Post('exports/:table')
  @HttpCode(200)
  async table(
    @CurrentActor() actor: Actor,
    @Param('table') table: string,
    @Body() body: ExportTableDto,
  ): Promise<StreamableFile> {
    return streamOf(await this.exports.table(actor, table, body.query));
  }

  @Can('order:readOffice')
  @Post('reports/:id/file')
  @HttpCode(200)
  async report(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: ReportFileDto,
  ): Promise<StreamableFile> {
    return streamOf(await this.exports.report(actor, id, body.face, body.format));
  }
}

function streamOf({ name, type, bytes }: HandedOut): StreamableFile {
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
  return new StreamableFile(bytes, { type, disposition, length: bytes.length });
}
