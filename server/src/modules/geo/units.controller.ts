import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { DeskUnitsAnswer, ServiceCard, ServicePointsAnswer } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor, Public } from '../../platform/auth/decorators';
import { Limited } from '../../platform/rate-limit';
import { CardsService } from './cards.service';
import { ChangeUnitDto, MoveUnitDto, NewUnitDto, RetireUnitDto, ServiceCardDto, StreetDto } from './geo.dto';
import { UnitsService } from './units.service';

/** The tree of units, service and mediation points, and what is printed for a grid. */
@Controller('api')
export class UnitsController {
  constructor(
    private readonly units: UnitsService,
    private readonly cards: CardsService,
  ) {}

  @Can('unit:read')
  @Get('desk/units')
  list(@CurrentActor() actor: Actor, @Query() { streetId }: StreetDto): Promise<DeskUnitsAnswer> {
    return this.units.list(actor, streetId);
  }

  @Can('grid:manage')
  @Post('desk/units')
  @HttpCode(200)
  add(@CurrentActor() actor: Actor, @Body() body: NewUnitDto): Promise<DeskUnitsAnswer> {
    return this.units.add(actor, body);
  }

  @Can('grid:manage')
  @Post('desk/units/:id')
  @HttpCode(200)
  change(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: ChangeUnitDto,
  ): Promise<DeskUnitsAnswer> {
    return this.units.change(actor, id, body);
  }

  @Can('grid:manage')
  @Post('desk/units/:id/move')
  @HttpCode(200)
  move(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: MoveUnitDto,
  ): Promise<DeskUnitsAnswer> {
    return this.units.move(actor, id, body);
  }

  @Can('grid:manage')
  @Post('desk/units/:id/retire')
  @HttpCode(200)
  retire(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: RetireUnitDto,
  ): Promise<DeskUnitsAnswer> {
    return this.units.retire(actor, id, body);
  }

  @Public()
  @Limited('lookUp')
  @Get('streets/:id/points')
  points(@Param('id') id: string): Promise<ServicePointsAnswer> {
    return this.units.points(id);
  }

  @Public()
  @Limited('lookUp')
  @Get('places/cards/:gridId')
  @Header('cache-control', 'no-store')
  card(@Param('gridId') gridId: string): Promise<ServiceCard> {
    return this.cards.read(gridId);
  }

  @Can('sticker:manage')
  @Post('desk/cards/:gridId')
  @HttpCode(200)
  saveCard(
    @CurrentActor() actor: Actor,
    @Param('gridId') gridId: string,
    @Body() body: ServiceCardDto,
  ): Promise<ServiceCard> {
    return this.cards.put(actor, gridId, body);
  }
}
