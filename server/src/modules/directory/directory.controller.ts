import { createHash } from 'node:crypto';
import { Controller, Get, Headers, Param, Query, Res } from '@nestjs/common';
import type {
  Datum,
  GridCodeAnswer,
  PlaceAnswer,
  StreetGridsAnswer,
  StreetsAnswer,
  StreetUnitsAnswer,
  UnitKind,
  UnitPeopleAnswer,
} from '@yihu/shared';
import type { FastifyReply } from 'fastify';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import { Can, CurrentActor, Public } from '../../platform/auth/decorators';
import { AppError } from '../../platform/errors';
import { Limited } from '../../platform/rate-limit';
import { GridsDto, LocateDto } from './directory.dto';
import { DirectoryService, type Unit } from './directory.service';
import { centerOf, featureOf, middleOf, refOf } from './directory.view';
import { UnitPeopleQuery } from './unit-people.query';

/** Kinds a form may name: those that handle orders, and those that are called upon beside them. */
const CHOOSABLE: readonly string[] = [
  'SECTION',
  'COMMUNITY',
  'GRID',
  'EXTERNAL',
  'TASK_FORCE',
  'MEDIATION_POINT',
  'SERVICE_POINT',
] satisfies UnitKind[];

/** Streets, grids and units. What is public here is printed on posters in the street. */
@Controller('api')
export class DirectoryController {
  constructor(
    private readonly directory: DirectoryService,
    private readonly unitPeople: UnitPeopleQuery,
  ) {}

  @Public()
  @Get('streets')
  streets(): StreetsAnswer {
    return {
      streets: this.directory.streets().map((street) => ({
        ...refOf(street),
        officePhone: this.directory.findOffice(street.id)?.phone ?? null,
        center: centerOf(street),
      })),
    };
  }

  @Public()
  @Limited('lookUp')
  @Get('streets/:id/grids')
  grids(
    @Param('id') id: string,
    @Query() { datum = 'WGS84' }: GridsDto,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): StreetGridsAnswer | undefined {
    const street = this.street(id);
    const etag = `"${createHash('sha256').update(`${street.id} ${datum} ${this.directory.version}`).digest('hex').slice(0, 32)}"`;
    void reply.header('etag', etag).header('cache-control', 'public, max-age=60, must-revalidate');
    if (known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) {
      void reply.status(304);
      return undefined;
    }
    return { streetId: street.id, datum, grids: this.gridFeatures(street, datum) };
  }

  @Can('unit:read')
  @Get('streets/:id/units')
  units(@Param('id') id: string, @CurrentActor() actor: Actor): StreetUnitsAnswer {
    const street = this.street(id);
    // Staff read the units of their own street; a grant above it (a district's) reaches down to it.
    const mayRead = pathsWith(actor, 'unit:read').some(
      (path) => path.startsWith(street.path) || street.path.startsWith(path),
    );
    if (!mayRead) throw new AppError('NOT_FOUND');
    const units = this.directory
      .unitsUnder(street.id)
      .filter((unit) => CHOOSABLE.includes(unit.kind))
      .map((unit) => ({ ...refOf(unit), parentId: unit.parent_id }));
    return { streetId: street.id, units };
  }

  @Can('unit:read')
  @Get('units/:id/people')
  people(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<UnitPeopleAnswer> {
    return this.unitPeople.of(actor, id);
  }

  @Public()
  @Limited('lookUp')
  @Get('places/locate')
  locate(@Query() { lat, lng, datum }: LocateDto): PlaceAnswer {
    return this.directory.locate({ lat: Number(lat), lng: Number(lng), datum });
  }

  @Public()
  @Limited('lookUp')
  @Get('places/codes/:code')
  gridByCode(@Param('code') code: string): GridCodeAnswer {
    const place = this.directory.gridByCode(code);
    if (place === null) throw new AppError('GRID_CODE_UNKNOWN', { code: code.slice(0, 32) });
    const known = this.directory.outlineOf(place.grid.id);
    return { ...place, center: known && middleOf(known.outline) };
  }

  private gridFeatures(street: Unit, datum: Datum): StreetGridsAnswer['grids'] {
    return this.directory.unitsUnder(street.id).flatMap((unit) => {
      const known = unit.kind === 'GRID' ? this.directory.outlineOf(unit.id) : null;
      return known ? [featureOf(unit, this.directory.communityOf(unit.id), known, datum)] : [];
    });
  }

  private street(id: string): Unit {
    const street = this.directory.findStreet(id);
    if (street === null) throw new AppError('NOT_FOUND');
    return street;
  }
}
