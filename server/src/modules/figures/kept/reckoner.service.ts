import { Injectable } from '@nestjs/common';
import type { Instant, OrderEvent } from '@yihu/shared';
import { Db } from '../../../platform/db/db';
import { readStreams } from '../../../platform/db/event-stream';
import { FiguresQuery } from '../figures.query';
import { linksOf } from '../rules/links';
import { openTurns, orderPart, type Reckoned, turnParts } from '../rules/parts';
import { lifeOf } from '../rules/turns-of';
import { RepeatsQuery } from './repeats.query';

/** After everything that has happened. */
const NOW: Instant = '9999-12-31T00:00:00.000Z';

/** Works out from histories what orders add to the figures. */
@Injectable()
export class Reckoner {
  constructor(
    private readonly db: Db,
    private readonly query: FiguresQuery,
    private readonly repeats: RepeatsQuery,
  ) {}

  /** Of these orders, a batch of at most a few hundred; orders without a history are left out. */
  async of(orderIds: readonly string[]): Promise<Reckoned[]> {
    if (orderIds.length === 0) return [];
    const streams = await readStreams<OrderEvent>(this.db, orderIds);
    const promises = await this.query.promisesOf(orderIds);
    const repeats = await this.repeats.among(orderIds);
    return orderIds.flatMap((orderId) => {
      const events = streams.get(orderId) ?? [];
      const life = lifeOf(events, promises.get(orderId) ?? [], NOW);
      if (life === null) return [];
      return [
        {
          ...{ orderId, rootId: life.facts.rootId, version: events.at(-1)?.seq ?? 0 },
          order: orderPart(life.facts, linksOf(events), repeats.has(orderId)),
          turns: turnParts(life),
          open: openTurns(life),
        },
      ];
    });
  }
}
