import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import type { BulkCheck, BulkView } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { BulkCheckDto, BulkDto } from './bulk.dto';
import { BulkService } from './bulk.service';

/** One act on many orders. Whoever works here may ask for it: each order is asked for as if it were alone. */
@Controller('api/desk/bulk')
@Can('unit:read')
export class BulkController {
  constructor(private readonly bulks: BulkService) {}

  @Post('check')
  @HttpCode(200)
  check(@CurrentActor() actor: Actor, @Body() body: BulkCheckDto): Promise<BulkCheck> {
    return this.bulks.check(actor, body);
  }

  @Post()
  @HttpCode(200)
  hold(@CurrentActor() actor: Actor, @Body() body: BulkDto): Promise<BulkView> {
    return this.bulks.hold(actor, body);
  }

  @Get(':id')
  @Header('cache-control', 'no-store')
  view(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<BulkView> {
    return this.bulks.view(actor, id);
  }

  @Post(':id/undo')
  @HttpCode(200)
  undo(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<BulkView> {
    return this.bulks.undo(actor, id);
  }
}
