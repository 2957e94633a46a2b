import { Injectable } from '@nestjs/common';
import type { GeoPoint, SubmitOrder } from '@yihu/shared';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { PoliciesService } from '../policies/policies.service';
import type { Place } from './rules/first-facts';
import { registrarOf } from './rules/registrar';
import type { Filing } from './submit.service';

/** Where a filing falls to: street, office, grid; and at which counter it is taken in. */
@Injectable()
export class FilingPlaces {
  constructor(
    private readonly policies: PoliciesService,
    private readonly directory: DirectoryService,
  ) {}

  /**
   * Where and for whom it is taken in when somebody else files it. Throws ACTION_NOT_ALLOWED outside his own street,
   * UNIT_UNKNOWN for what is no service point of it.
   */
  registering(filing: Filing): Filing {
    const { streetId } = filing.input;
    const standing = registrarOf(filing.actor.grants, this.directory.unitsUnder(streetId));
    if (standing === null) throw new AppError('ACTION_NOT_ALLOWED', { label: '代为登记' });
    const { unit, source } = standing;
    const own = unit.kind === 'SERVICE_POINT' ? unit.id : null;
    const intakeUnitId = filing.intakeUnitId ?? own;
    const point = intakeUnitId === null ? null : this.directory.findUnit(intakeUnitId);
    const fits = point?.kind === 'SERVICE_POINT' && point.active === 1 && point.root_id === streetId;
    if (intakeUnitId !== null && !fits) throw new AppError('UNIT_UNKNOWN');
    return { ...filing, intakeUnitId, source: filing.source ?? source, unitId: unit.id };
  }

  /** The street, office and grid it falls to. Throws STREET_UNKNOWN, GRID_CODE_UNKNOWN or what a class is refused by. */
  async placeOf(input: SubmitOrder): Promise<Place> {
    const opened = this.directory.findUnit(input.streetId);
    if (opened === null || opened.kind !== 'STREET') throw new AppError('STREET_UNKNOWN');
    const byCode = input.gridCode === null ? null : this.directory.gridByCode(input.gridCode, opened.id);
    if (input.gridCode !== null && byCode === null) {
      throw new AppError('GRID_CODE_UNKNOWN', { code: input.gridCode });
    }
    const located = input.point === null ? null : this.directory.locate(input.point as GeoPoint);
    const grid = byCode ?? (located?.inside === true ? located : null);
    const street = grid === null ? opened : this.directory.findUnit(grid.street.id);
    const office = this.directory.findOffice(street?.id ?? opened.id);
    // By the tree of the street it falls to, which need not be the one whose page was open.
    this.policies.checkClass(street?.id ?? opened.id, input.classCode);
    if (office === null) throw new AppError('STREET_UNKNOWN');
    return {
      rootId: street?.id ?? opened.id,
      officeUnitId: office.id,
      gridId: grid?.grid.id ?? null,
      communityId: grid?.community.id ?? null,
      // A point that lies in no grid; a place nobody could name is another thing.
      outside: grid === null && located !== null,
      wgs84: located?.wgs84 ?? null,
    };
  }
}
