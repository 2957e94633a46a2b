import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { ClassLeaf, EnterpriseView, LineFigures, OrderSummary, Page, PraiseLine } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { FirmsService } from './firms.service';
import { ClassesQuery, EnterpriseDto, SpanQuery } from './intake.dto';
import { LinesService } from './lines.service';

/** Lines, praise and firms. */
@Controller('api')
export class RegistersController {
  constructor(
    private readonly ofLines: LinesService,
    private readonly firms: FirmsService,
  ) {}

  @Can('order:readOwn')
  @Get('classes')
  async classes(@Query() query: ClassesQuery): Promise<{ items: ClassLeaf[] }> {
    return { items: await this.ofLines.classes(query.streetId, query.partyKind) };
  }

  @Can('line:read')
  @Get('lines')
  @Header('cache-control', 'no-store')
  async lines(@CurrentActor() actor: Actor, @Query() span: SpanQuery): Promise<{ items: LineFigures[] }> {
    return { items: await this.ofLines.figures(actor, span) };
  }

  @Can('line:read')
  @Get('lines/:line/orders')
  @Header('cache-control', 'no-store')
  lineOrders(
    @CurrentActor() actor: Actor,
    @Param('line') line: string,
    @Query('after') after?: string,
  ): Promise<Page<OrderSummary>> {
    return this.ofLines.ordersOf(actor, line, after);
  }

  @Can('order:readOffice')
  @Get('praises')
  @Header('cache-control', 'no-store')
  async praises(@CurrentActor() actor: Actor, @Query() span: SpanQuery): Promise<{ items: PraiseLine[] }> {
    return { items: await this.ofLines.praises(actor, span) };
  }

  @Can('enterprise:read')
  @Get('enterprises')
  @Header('cache-control', 'no-store')
  async enterprises(
    @CurrentActor() actor: Actor,
    @Query('q') words = '',
  ): Promise<{ items: EnterpriseView[] }> {
    return { items: await this.firms.search(actor, words.slice(0, 80)) };
  }

  @Can('enterprise:read')
  @Get('enterprises/:id/orders')
  @Header('cache-control', 'no-store')
  enterpriseOrders(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query('after') after?: string,
  ): Promise<Page<OrderSummary>> {
    return this.firms.ordersOf(actor, id, after);
  }

  @Can('enterprise:manage')
  @Post('enterprises/:id')
  @HttpCode(200)
  changeEnterprise(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: EnterpriseDto,
  ): Promise<EnterpriseView> {
    return this.firms.change(actor, id, body);
  }
}
