import { Body, Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import type { UpperBatch, UpperItem } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { UpperAckDto, UpperExportDto } from './upper.dto';
import { UpperDesk } from './upper-desk.service';

/** Answers owed to platforms above. */
@Controller('api/upper')
export class UpperController {
  constructor(private readonly upper: UpperDesk) {}

  @Can('order:approve')
  @Get()
  @Header('cache-control', 'no-store')
  async unsent(@CurrentActor() actor: Actor): Promise<{ items: UpperItem[] }> {
    return { items: await this.upper.unsent(actor) };
  }

  @Can('order:approve')
  @Post('export')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  export(@CurrentActor() actor: Actor, @Body() body: UpperExportDto): Promise<UpperBatch> {
    return this.upper.export(actor, body.upperSystem);
  }

  @Can('order:approve')
  @Post('ack')
  @HttpCode(200)
  async acknowledge(@CurrentActor() actor: Actor, @Body() body: UpperAckDto): Promise<{ reported: number }> {
    return {
      reported: await this.upper.acknowledge(actor, body.batchId, body.upperRef, body.commandId),
    };
  }
}
