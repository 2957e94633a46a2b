import { Injectable } from '@nestjs/common';
import type { Found, Instant, SubmitOrder } from '@yihu/shared';
import { SYSTEM } from '../../platform/auth/actor';
import type { Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { DirectoryService } from '../directory/directory.service';
import { OrderLinks } from './order-links';
import { OrdersStore } from './orders.store';
import type { Place } from './rules/first-facts';
import { SubmitService } from './submit.service';

/** What was found, by whom, and what it comes from. */
export interface Finding {
  found: Found;
  /** The order it comes from; its place is taken over unless a grid is named. */
  orderId: string | null;
  /** The procedure that found it. */
  runId: string;
  rootId: string;
  gridId: string | null;
  actorId: string;
  now: Instant;
}

/** Orders that nobody filed: what the street found itself, never rated and counted apart (未诉先办). */
@Injectable()
export class FoundOrders {
  constructor(
    private readonly submit: SubmitService,
    private readonly store: OrdersStore,
    private readonly links: OrderLinks,
    private readonly directory: DirectoryService,
  ) {}

  /** Files it in the caller's transaction and links it to where it comes from; answers the order's id. */
  async file(tx: Tx, finding: Finding): Promise<string> {
    const { found, now, orderId } = finding;
    const home = orderId === null ? null : await this.store.find(tx, orderId);
    const isSamePlace = home !== null && (finding.gridId === null || finding.gridId === home.facts.gridId);
    const place = this.placeOf(finding.rootId, isSamePlace ? home.facts.gridId : finding.gridId);
    const wgs84 =
      isSamePlace && home.latE6 !== null && home.lngE6 !== null
        ? { lat: home.latE6 / 1e6, lng: home.lngE6 / 1e6 }
        : null;
    const filed = await this.submit.file(
      tx,
      {
        input: inputOf(found, finding.rootId, home?.facts.classCode ?? null),
        actor: { ...SYSTEM, personId: finding.actorId },
        isForCaller: true,
        channel: 'GRID',
        source: 'PROACTIVE',
      },
      { ...place, wgs84 },
      '',
      now,
    );
    const { id } = filed.facts;
    await this.links.relate(tx, {
      orderId: id,
      rel: 'FOUND_BY',
      kind: 'PROCEDURE',
      targetId: finding.runId,
      at: now,
    });
    if (orderId !== null && found.rel !== undefined) {
      await this.links.relate(tx, { orderId: id, rel: found.rel, kind: 'ORDER', targetId: orderId, at: now });
    }
    return id;
  }

  private placeOf(rootId: string, gridId: string | null): Place {
    const office = this.directory.findOffice(rootId);
    if (office === null) throw new AppError('STREET_UNKNOWN');
    const communityId = gridId === null ? null : this.directory.communityOf(gridId).id;
    return { rootId, officeUnitId: office.id, gridId, communityId, outside: false, wgs84: null };
  }
}

function inputOf(found: Found, streetId: string, classCode: string | null): SubmitOrder {
  return {
    draftId: newId(),
    streetId,
    text: found.text,
    photoIds: [],
    point: null,
    gridCode: null,
    address: '',
    classCode: found.classCode ?? classCode,
    requestType: 'OTHER',
    partyKind: 'PERSON',
    companyName: '',
    confidentiality: 'SURNAME',
    contactName: '',
    contactPhone: '',
  };
}
