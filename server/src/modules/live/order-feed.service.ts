import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Instant, OrderFacts } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { Feed } from '../../platform/feed';
import { type Decision, type OrderFollower, OrderWriter } from '../orders';

/** Brightest first. */
const LEVELS = ['RED', 'ORANGE', 'YELLOW'] as const;

/** Puts into the feed what happens to orders. What one transaction does to an order is told once, as it ends. */
@Injectable()
export class OrderFeed implements OrderFollower, OnModuleInit {
  private readonly told = new WeakMap<Tx, Set<string>>();

  constructor(
    private readonly writer: OrderWriter,
    private readonly feed: Feed,
  ) {}

  onModuleInit(): void {
    this.writer.join(this);
  }

  async follow(tx: Tx, before: OrderFacts, { event, facts }: Decision): Promise<null> {
    const note = alarmOf(event.name, event.data);
    const left = before.leadUnitId !== facts.leadUnitId ? before.leadUnitId : null;
    await this.add(tx, facts, { name: event.name, actorId: event.actorId, note, left, now: event.at });
    return null;
  }

  async filed(tx: Tx, facts: OrderFacts, _clocks: unknown, now: Instant): Promise<null> {
    const note = facts.urgency === 'L1' ? 'URGENT' : '';
    const actorId = facts.registrarId ?? facts.filerId ?? 'SYSTEM';
    await this.add(tx, facts, { name: 'order.submitted', actorId, note, left: null, now });
    return null;
  }

  private async add(
    tx: Tx,
    { id, rootId }: OrderFacts,
    item: { name: string; actorId: string; note: string; left: string | null; now: Instant },
  ): Promise<void> {
    const told = this.told.get(tx) ?? new Set();
    this.told.set(tx, told);
    if (told.has(id) && item.note === '' && item.left === null) return;
    told.add(id);
    const { name, actorId, note, left: leftUnitId, now } = item;
    await this.feed.add(tx, { kind: 'ORDER', rootId, subjectId: id, actorId, name, note, leftUnitId, now });
  }
}

/** The brightest light that was fired; empty for none. */
function alarmOf(event: string, data: Readonly<Record<string, unknown>>): string {
  if (event !== 'order.light_fired' || !Array.isArray(data.lights)) return '';
  const levels = data.lights.map((light: { level?: unknown }) => light.level);
  return LEVELS.find((level) => levels.includes(level)) ?? '';
}
