import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ledgerKind } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { OrdersStore } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { type ItemAsked, LedgerDoor } from '../procedures';
import { LedgerWriter } from './ledger-writer';

const SHORT = 12;

/** Enters what steps of procedures ask for: a hazard a patrol found, a difficulty a meeting named. */
@Injectable()
export class LedgerEntering implements OnModuleInit {
  constructor(
    private readonly door: LedgerDoor,
    private readonly writer: LedgerWriter,
    private readonly orders: OrdersStore,
    private readonly directory: DirectoryService,
    private readonly policies: PoliciesService,
  ) {}

  onModuleInit(): void {
    this.door.open((tx, asked) => this.enter(tx, asked));
  }

  private async enter(tx: Tx, { kind, form, run, order, actorId, unitId, now }: ItemAsked): Promise<void> {
    const found = order === null ? null : await this.orders.findByNumber(tx, order.rootId, order.orderNo);
    const placeKey = found?.placeKey ?? (run.homeKind === 'grid' ? run.homeId : null);
    const classCode = (form.classCode as string | undefined) ?? order?.classCode ?? null;
    const title = String(form.title ?? this.titleOf(run.rootId, placeKey, classCode, kind));
    await this.writer.enter(tx, {
      kind,
      rootId: run.rootId,
      identity: identity(ledgerKind(kind).identity, {
        placeKey,
        classCode,
        title,
        orderId: order?.id,
        runId: run.id,
      }),
      title,
      placeKey,
      classCode,
      unitId: (form.unitId as string | undefined) ?? unitId,
      personId: null,
      dueDay: (form.dueDay as string | undefined) ?? null,
      enteredBy: run.kind,
      actorId,
      actorUnitId: unitId,
      orderIds: order === null ? [] : [order.id],
      form,
      reason: { procedureId: run.id, kind: run.kind, nth: run.nth },
      now,
      commandId: null,
    });
  }

  private titleOf(rootId: string, placeKey: string | null, classCode: string | null, kind: string): string {
    const place = placeKey === null ? '' : (this.directory.findUnit(placeKey)?.short_name ?? '');
    const matter =
      classCode === null ? ledgerKind(kind).label : (this.policies.leaf(rootId, classCode)?.name ?? '');
    return `${place.slice(0, SHORT)}${matter}`;
  }
}

interface Parts {
  placeKey: string | null;
  classCode: string | null;
  title: string;
  orderId: string | undefined;
  runId: string;
}

/** What makes it the same thing as one that stands already; what has no place or order is itself alone. */
function identity(by: ReturnType<typeof ledgerKind>['identity'], parts: Parts): string[] {
  if (by === 'order') return [parts.orderId ?? parts.runId];
  if (by === 'place+class') return [parts.placeKey ?? parts.runId, parts.classCode ?? ''];
  if (by === 'place+title') return [parts.placeKey ?? '', parts.title];
  return [parts.title];
}
