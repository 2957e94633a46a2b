import { Injectable } from '@nestjs/common';
import type { FigureOrders, Instant } from '@yihu/shared';
import { DirectoryService } from '../directory/directory.service';
import { FiguresQuery } from './figures.query';

/** Lists the orders behind a count. */
@Injectable()
export class QualityOrders {
  constructor(
    private readonly query: FiguresQuery,
    private readonly directory: DirectoryService,
  ) {}

  /** Each order once, by number. */
  async list(ids: readonly string[], asOf: Instant): Promise<FigureOrders> {
    const found = await this.query.named(ids);
    return {
      asOf,
      items: found.map(({ unitId, ...order }) => ({
        ...order,
        unitName: this.directory.findUnit(unitId)?.short_name ?? '',
      })),
    };
  }
}
