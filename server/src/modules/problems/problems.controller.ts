import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { MembersAnswer, NearProblem, Receipt } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor, Public } from '../../platform/auth/decorators';
import { SubmitOrderDto } from '../orders';
import { MembersService } from './members.service';
import { JoinDto, MembersDto, NearDto } from './problems.dto';
import { ProblemsService } from './problems.service';

/** Problems many people have: near ones for everybody, joining, and one answer to all their orders. */
@Controller('api')
export class ProblemsController {
  constructor(
    private readonly problems: ProblemsService,
    private readonly members: MembersService,
  ) {}

  @Public()
  @Get('problems')
  @Header('cache-control', 'no-store')
  async near(@Query() point: NearDto): Promise<{ items: NearProblem[] }> {
    return { items: await this.problems.near(point) };
  }

  @Can('order:file')
  @Post('problems/:id/orders')
  @HttpCode(200)
  alsoMine(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: SubmitOrderDto,
  ): Promise<Receipt> {
    return this.problems.alsoMine(actor, id, body);
  }

  @Can('order:readOwn')
  @Post('problems/:id/join')
  @HttpCode(200)
  async join(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: JoinDto,
  ): Promise<{ orderId: string }> {
    await this.problems.join(actor, id, body.orderId, body);
    return { orderId: body.orderId };
  }

  @Can('unit:read')
  @Post('ledger-items/:id/members/:act')
  @HttpCode(200)
  all(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('act') act: string,
    @Body() body: MembersDto,
  ): Promise<MembersAnswer> {
    return this.members.run(actor, id, act, body);
  }
}
