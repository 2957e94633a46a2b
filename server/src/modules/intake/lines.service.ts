import { Injectable } from '@nestjs/common';
import {
  type ClassLeaf,
  classesFor,
  LINES,
  type LineFigures,
  type OrderSummary,
  type Page,
  type PartyKind,
  type PraiseLine,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { Visibility } from '../orders';
import { OrdersQuery } from '../orders/orders.query';
import { PoliciesService } from '../policies/policies.service';
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
    private readonly policies: PoliciesService,
    private readonly directory: DirectoryService,
    private readonly clock: Clock,
  ) {}

  figures(actor: Actor, asked: Asked): Promise<LineFigures[]> {
    return this.lines.figures(this.visibility.rootsWith(actor, 'line:read'), spanOf(asked));
  }

  /** Throws NOT_FOUND for a line there is not. */
  ordersOf(actor: Actor, line: string, after?: string): Promise<Page<OrderSummary>> {
    if (!Object.hasOwn(LINES, line)) throw new AppError('NOT_FOUND');
    return this.orders.among('line', line, this.visibility.rootsWith(actor, 'line:read'), after);
  }

  /** Classes of a street for one kind of party, the firms' own first for firms (M83). Throws STREET_UNKNOWN. */
  async classes(streetId: string, partyKind: PartyKind): Promise<ClassLeaf[]> {
    await this.policies.refresh();
    if (this.directory.findUnit(streetId)?.kind !== 'STREET') throw new AppError('STREET_UNKNOWN');
    return classesFor(partyKind, this.policies.classes(streetId, this.clock.now()));
  }

  praises(actor: Actor, asked: Asked): Promise<PraiseLine[]> {
    return this.lines.praises(this.visibility.rootsWith(actor, 'order:readOffice'), spanOf(asked));
  }
}
