import { Injectable } from '@nestjs/common';
import { LINES, type LineFigures, type OrderSummary, type Page, type PraiseLine } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { AppError } from '../../platform/errors';
import { Visibility } from '../orders';
import { OrdersQuery } from '../orders/orders.query';
import { LinesQuery } from './lines.query';

interface Asked {
  from?: string;
  to?: string;
}

const spanOf = ({ from, to }: Asked) => ({ from: from ?? null, to: to ?? null });

/** Lines with a queue and readers of their own: 一呼即应, 营商环境监督分线. */
@Injectable()
export class LinesService {
  constructor(
    private readonly visibility: Visibility,
    private readonly orders: OrdersQuery,
    private readonly lines: LinesQuery,
  ) {}

  figures(actor: Actor, asked: Asked): Promise<LineFigures[]> {
    return this.lines.figures(this.visibility.rootsWith(actor, 'line:read'), spanOf(asked));
  }

  /** Throws NOT_FOUND for a line there is not. */
  ordersOf(actor: Actor, line: string, after?: string): Promise<Page<OrderSummary>> {
    if (!Object.hasOwn(LINES, line)) throw new AppError('NOT_FOUND');
    return this.orders.among('line', line, this.visibility.rootsWith(actor, 'line:read'), after);
  }

  praises(actor: Actor, asked: Asked): Promise<PraiseLine[]> {
    return this.lines.praises(this.visibility.rootsWith(actor, 'order:readOffice'), spanOf(asked));
  }
}
