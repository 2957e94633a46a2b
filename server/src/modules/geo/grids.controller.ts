import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type {
  DeskGridsAnswer,
  GridHistoryAnswer,
  GridPlan,
  ImportAnswer,
  MapSettings,
  MovedPeople,
} from '@yihu/shared';
import { Env } from '../../config/env';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import {
  DrawGridDto,
  ImportGridsDto,
  MergeGridsDto,
  MoveGridPeopleDto,
  ReshapeGridDto,
  RetireGridDto,
  SplitGridDto,
  StreetDto,
} from './geo.dto';
import { GridImportService } from './grid-import.service';
import { GridPeople } from './grid-people.service';
import { GridsQuery } from './grids.query';
import { GridsService } from './grids.service';

/** The map editor: grids as data with versions. Every change can be tried first (`dryRun`). */
@Controller('api/desk')
export class GridsController {
  constructor(
    private readonly env: Env,
    private readonly query: GridsQuery,
    private readonly grids: GridsService,
    private readonly imports: GridImportService,
    private readonly people: GridPeople,
  ) {}

  @Can('unit:read')
  @Get('map')
  map(): MapSettings {
    return this.env.map;
  }

  @Can('unit:read')
  @Get('grids')
  list(@CurrentActor() actor: Actor, @Query() { streetId }: StreetDto): Promise<DeskGridsAnswer> {
    return this.query.list(actor, streetId);
  }

  @Can('grid:manage')
  @Post('grids')
  @HttpCode(200)
  draw(@CurrentActor() actor: Actor, @Body() body: DrawGridDto): Promise<GridPlan> {
    return this.grids.draw(actor, body);
  }

  @Can('grid:manage')
  @Post('grids/import')
  @HttpCode(200)
  import(@CurrentActor() actor: Actor, @Body() body: ImportGridsDto): Promise<ImportAnswer> {
    return this.imports.import(actor, body);
  }

  @Can('unit:read')
  @Get('grids/:id/history')
  history(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<GridHistoryAnswer> {
    return this.query.history(actor, id);
  }

  @Can('grid:manage')
  @Post('grids/:id/reshape')
  @HttpCode(200)
  reshape(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: ReshapeGridDto,
  ): Promise<GridPlan> {
    return this.grids.reshape(actor, id, body);
  }

  @Can('grid:manage')
  @Post('grids/:id/split')
  @HttpCode(200)
  split(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: SplitGridDto,
  ): Promise<GridPlan> {
    return this.grids.split(actor, id, body);
  }

  @Can('grid:manage')
  @Post('grids/:id/merge')
  @HttpCode(200)
  merge(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: MergeGridsDto,
  ): Promise<GridPlan> {
    return this.grids.merge(actor, id, body);
  }

  @Can('grid:manage')
  @Post('grids/:id/retire')
  @HttpCode(200)
  retire(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: RetireGridDto,
  ): Promise<GridPlan> {
    return this.grids.retire(actor, id, body);
  }

  @Can('grid:manage')
  @Post('grids/:id/people')
  @HttpCode(200)
  movePeople(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { to }: MoveGridPeopleDto,
  ): Promise<MovedPeople> {
    return this.people.moveAll(actor, id, to);
  }
}
