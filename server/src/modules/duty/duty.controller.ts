import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { RosterView } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { AppError } from '../../platform/errors';
import { RosterDto } from './duty.dto';
import { DutyService } from './duty.service';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Who is on duty where. */
@Controller('api/duty')
export class DutyController {
  constructor(private readonly duty: DutyService) {}

  @Can('unit:read')
  @Get()
  @Header('cache-control', 'no-store')
  roster(
    @CurrentActor() actor: Actor,
    @Query('unitId') unitId = '',
    @Query('fromDay') fromDay?: string,
    @Query('days') days?: string,
  ): Promise<RosterView> {
    if (fromDay !== undefined && !DAY.test(fromDay)) {
      throw new AppError('FIELD_INVALID', { field: 'fromDay', reason: '应是日期' });
    }
    return this.duty.roster(actor, unitId, fromDay, days === undefined ? undefined : Number(days) || 7);
  }

  @Can('duty:manage')
  @Post()
  @HttpCode(200)
  add(@CurrentActor() actor: Actor, @Body() body: RosterDto): Promise<RosterView> {
    return this.duty.add(actor, body);
  }

  @Can('duty:manage')
  @Delete(':id')
  @HttpCode(200)
  remove(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<RosterView> {
    return this.duty.remove(actor, id);
  }
}
