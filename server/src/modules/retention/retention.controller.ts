import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { RetentionPlanRow } from '@yihu/shared';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsString, MaxLength, ValidateNested } from 'class-validator';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { Clock } from '../../platform/clock';
import { RetentionService } from './retention.service';

class RetentionRowDto {
  @IsString({ message: '应是类别' })
  @MaxLength(32, { message: '太长' })
  class: string;

  @IsInt({ message: '应是整数天' })
  days: number;
}

class RetentionBody {
  @IsArray({ message: '应是列表' })
  @ArrayMaxSize(50, { message: '最多 50 行' })
  @ValidateNested({ each: true })
  @Type(() => RetentionRowDto)
  rows: RetentionRowDto[];
}

/** How long logs and leftovers are kept. */
@Controller('api/admin/retention')
export class RetentionController {
  constructor(
    private readonly retention: RetentionService,
    private readonly clock: Clock,
  ) {}

  /** The rules in force and what the next night would delete. */
  @Get()
  @Can('health:read')
  async plan(): Promise<{ rows: RetentionPlanRow[] }> {
    return { rows: await this.retention.plan(this.clock.now()) };
  }

  @Post()
  @HttpCode(200)
  @Can('retention:manage')
  async set(
    @CurrentActor() actor: Actor,
    @Body() body: RetentionBody,
  ): Promise<{ rows: RetentionPlanRow[] }> {
    return { rows: await this.retention.set(actor, body.rows) };
  }
}
