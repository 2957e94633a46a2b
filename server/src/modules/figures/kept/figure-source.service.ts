import { Injectable } from '@nestjs/common';
import type { TenLink } from '@yihu/shared';
import { FoldedFigures, type Which } from '../folded.service';
import type { Period } from '../period';
import type { Measures } from '../rules/measures';
import { FigureKeeper } from './keeper.service';
import { KeptFigures } from './kept.query';

type Units = ReadonlySet<string> | null;

/**
 * Figures from what is kept of them; from the histories while that is still being built or has fallen behind, and for
 * several units together, whose common orders are counted once.
 */
@Injectable()
export class FigureSource {
  constructor(
    private readonly keeper: FigureKeeper,
    private readonly kept: KeptFigures,
    private readonly folded: FoldedFigures,
  ) {}

  async measures(roots: readonly string[], period: Period, units: Units): Promise<Measures> {
    const [unitId = null, ...others] = units ?? [];
    const isKept = others.length === 0 && units?.size !== 0 && (await this.keeper.ready());
    return isKept ? this.kept.measures(roots, period, unitId) : this.folded.measures(roots, period, units);
  }

  async byUnit(roots: readonly string[], period: Period): Promise<Map<string, Measures>> {
    return (await this.source()).byUnit(roots, period);
  }

  async received(roots: readonly string[], period: Period): Promise<Measures> {
    return (await this.source()).received(roots, period);
  }

  async ordersOf(
    roots: readonly string[],
    period: Period,
    units: Units,
    which: Which,
  ): Promise<readonly string[]> {
    return (await this.source()).ordersOf(roots, period, units, which);
  }

  async ordersOfLink(
    roots: readonly string[],
    period: Period,
    link: TenLink,
    has: boolean,
  ): Promise<string[]> {
    return (await this.source()).ordersOfLink(roots, period, link, has);
  }

  private async source(): Promise<KeptFigures | FoldedFigures> {
    return (await this.keeper.ready()) ? this.kept : this.folded;
  }
}
