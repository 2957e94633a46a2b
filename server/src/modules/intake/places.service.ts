import { Injectable } from '@nestjs/common';
import { type GeoPoint, PLACES_SHOWN, type PlaceHit, type PlaceKind, type Wgs84Pair } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { AppError } from '../../platform/errors';
import { DirectoryService, type Unit } from '../directory/directory.service';
import { compared } from '../order-index/rules/terms';
import { Visibility } from '../orders';
import { PlacesQuery } from './places.query';

/** Which units of a street are places, and as what. */
const KINDS: Readonly<Record<string, PlaceKind>> = {
  GRID: 'GRID',
  COMMUNITY: 'COMMUNITY',
  SERVICE_POINT: 'POINT',
  MEDIATION_POINT: 'POINT',
};
/** Of these at most, so that earlier addresses are seen besides. */
const UNITS_SHOWN = 7;

/** Where it is, by words: grids, communities and service points, and addresses of earlier orders. */
@Injectable()
export class PlacesService {
  constructor(
    private readonly directory: DirectoryService,
    private readonly visibility: Visibility,
    private readonly query: PlacesQuery,
  ) {}

  /** Throws STREET_UNKNOWN for a street the actor files nothing for. Earlier addresses are for the street's desk only. */
  async search(actor: Actor, streetId: string, text: string): Promise<PlaceHit[]> {
    const street = this.directory.findStreet(streetId);
    const files = actor.grants.some(
      ({ unitPath }) =>
        street !== null && (unitPath.startsWith(street.path) || street.path.startsWith(unitPath)),
    );
    if (street === null || !files) throw new AppError('STREET_UNKNOWN');
    const units = this.units(street, text).slice(0, UNITS_SHOWN);
    const readsAll = this.visibility.deskRootIds(actor).includes(street.id);
    const earlier = readsAll ? await this.query.earlier(street.id, text, PLACES_SHOWN) : [];
    return [...units, ...earlier].slice(0, PLACES_SHOWN);
  }

  private units(street: Unit, text: string): PlaceHit[] {
    const pieces = compared(text).split(/\s+/).filter(Boolean);
    if (pieces.length === 0) return [];
    const said = (unit: Unit) => compared(`${unit.name} ${unit.short_name} ${unit.code}`);
    return this.directory
      .unitsUnder(street.id)
      .filter((unit) => unit.active === 1 && Object.hasOwn(KINDS, unit.kind))
      .filter((unit) => pieces.every((piece) => said(unit).includes(piece)))
      .sort((a, b) => rank(a, pieces[0] ?? '') - rank(b, pieces[0] ?? ''))
      .map((unit) => this.hit(unit));
  }

  private hit(unit: Unit): PlaceHit {
    const at = this.pointOf(unit);
    const grid = unit.kind === 'GRID' ? unit : null;
    const inside = grid === null && at !== null ? this.directory.locate({ ...at, datum: 'WGS84' }) : null;
    const around = inside?.inside === true ? this.directory.findUnit(inside.grid.id) : null;
    // A community has many grids: its middle says nothing about which of them it is.
    const known = grid ?? (unit.kind === 'COMMUNITY' ? null : around);
    return {
      kind: KINDS[unit.kind] ?? 'POINT',
      label: unit.name,
      gridId: known?.id ?? null,
      gridCode: known?.code ?? null,
      gridName:
        known === null ? '' : `${this.directory.communityOf(known.id).short_name} ${known.short_name}`,
      at: unit.kind === 'SERVICE_POINT' || unit.kind === 'MEDIATION_POINT' ? at : null,
      times: 0,
    };
  }

  private pointOf(unit: Unit): Wgs84Pair | null {
    if (unit.lat_e6 !== null && unit.lng_e6 !== null)
      return { lat: unit.lat_e6 / 1e6, lng: unit.lng_e6 / 1e6 };
    const middle: GeoPoint | null = this.directory.middleOf(unit.id);
    return middle === null ? null : { lat: middle.lat, lng: middle.lng };
  }
}

/** What begins as asked comes first; a grid, the smallest place, before what holds it. */
function rank(unit: Unit, asked: string): number {
  const begins = [unit.name, unit.short_name, unit.code].some((each) => compared(each).startsWith(asked));
  return (begins ? 0 : 10) + Object.keys(KINDS).indexOf(unit.kind);
}
