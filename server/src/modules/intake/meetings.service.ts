import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  errorText,
  type MeetingBody,
  type MeetingResult,
  type MeetingRow,
  type MeetingRowResult,
  PARTY_KINDS,
  REQUEST_TYPES,
  type Receipt,
  readEntries,
  type SubmitOrder,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { LedgerWriter } from '../ledgers';
import { Commands, OrdersStore, Visibility } from '../orders';
import { checkFiling } from '../orders/rules/check-filing';
import { cleanText } from '../orders/rules/first-facts';
import { SubmitService } from '../orders/submit.service';
import { EarlierOrdersQuery } from './earlier-orders.query';
import { IntakeCheckService } from './intake-check.service';

const SAME_WITHIN_MINUTES = 90 * 24 * 60;
const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Everything said at one gathering, taken in at once and tracked to zero (M89). */
@Injectable()
export class MeetingsService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly submits: SubmitService,
    private readonly checks: IntakeCheckService,
    private readonly ledgers: LedgerWriter,
    private readonly orders: OrdersStore,
    private readonly commands: Commands,
    private readonly directory: DirectoryService,
    private readonly visibility: Visibility,
    private readonly earlier: EarlierOrdersQuery,
  ) {}

  /**
   * Files each row by itself and hangs what was filed on the ledger's entry of the gathering. A row that cannot be
   * taken in says why and holds up no other; the same command again files only what is missing. Throws
   * STREET_UNKNOWN, MEETING_EMPTY.
   */
  async take(actor: Actor, body: MeetingBody): Promise<MeetingResult> {
    if (!this.visibility.rootsWith(actor, 'order:fileFor').includes(body.streetId)) {
      throw new AppError('STREET_UNKNOWN');
    }
    if (body.rows.length === 0) throw new AppError('MEETING_EMPTY');
    const known = body.dryRun ? await this.known(body) : new Map<string, string>();
    const results: MeetingRowResult[] = [];
    for (const [at, row] of body.rows.entries()) {
      const existing = known.get(cleanText(row.text)) ?? null;
      results.push({ ...(await this.takeRow(actor, body, row, at + 1)), existing });
    }
    const orderIds = results.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]));
    if (body.dryRun) return { dryRun: true, itemId: null, rows: results };
    if (orderIds.length === 0) throw new AppError('MEETING_EMPTY');
    return { dryRun: false, itemId: await this.enter(actor, body, orderIds), rows: results };
  }

  /** Lists of one meeting are handed in twice, and by two people: what was taken in from them before, by its words. */
  private known(body: MeetingBody): Promise<Map<string, string>> {
    const since = addMinutes(this.clock.now(), -SAME_WITHIN_MINUTES);
    const texts = body.rows.map(({ text }) => cleanText(text));
    return this.earlier.saying(body.streetId, texts, since);
  }

  private async takeRow(
    actor: Actor,
    body: MeetingBody,
    row: MeetingRow,
    nth: number,
  ): Promise<Omit<MeetingRowResult, 'existing'>> {
    const emergency = this.checks.emergency(body.streetId, row.text, this.clock.now());
    const base = { row: nth, emergency, orderId: null, orderNo: null };
    try {
      const receipt = await this.file(actor, body, row, nth);
      const filed = receipt === null ? {} : { orderId: receipt.orderId, orderNo: receipt.orderNo };
      return { ...base, ...filed, ok: true, reason: null };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ...base, ok: false, reason: errorText(error.code, error.details) };
    }
  }

  /** Null when it would be filed, but this is only a trial. */
  private async file(actor: Actor, body: MeetingBody, row: MeetingRow, nth: number): Promise<Receipt | null> {
    for (const [known, value, field] of [
      [REQUEST_TYPES, row.requestType, '诉求类型'],
      [PARTY_KINDS, row.partyKind, '诉求主体'],
    ] as const) {
      if (!Object.hasOwn(known, value)) throw new AppError('FIELD_INVALID', { field, reason: '不认识' });
    }
    const filed: SubmitOrder = {
      ...row,
      draftId: draftIdOf(`${actor.personId}:${body.commandId}:${nth}`, body.commandId),
      streetId: body.streetId,
      photoIds: [],
      point: null,
      gridCode: row.gridCode ?? null,
      classCode: row.classCode === '' ? null : row.classCode,
      confidentiality: 'SURNAME',
    };
    const checked = checkFiling(filed);
    if (checked.refused !== null) throw new AppError(checked.refused.code, checked.refused.details);
    const refusal = await this.submits.refusalOf(checked.input);
    if (refusal !== null) throw refusal;
    if (body.dryRun) return null;
    const { channel, source } = body;
    return this.submits.submit({ input: checked.input, actor, channel, source, isForCaller: true });
  }

  private async enter(actor: Actor, body: MeetingBody, orderIds: readonly string[]): Promise<string> {
    const { title, form, heldOn, place, streetId } = body;
    await this.commands.once(
      { personId: actor.personId, commandId: body.commandId, body: ['meeting', form, heldOn, ...orderIds] },
      async (tx) => {
        const now = this.clock.now();
        const officeId = this.directory.findOffice(streetId)?.id ?? null;
        const item = await this.ledgers.enter(tx, {
          kind: 'session',
          rootId: streetId,
          identity: [heldOn, form],
          title,
          placeKey: null,
          classCode: null,
          unitId: officeId,
          personId: null,
          dueDay: null,
          enteredBy: 'MANUAL',
          actorId: actor.personId,
          actorUnitId: officeId,
          orderIds,
          form: { title, form, heldOn, place, unitId: officeId },
          reason: {},
          now,
          commandId: body.commandId,
        });
        return { streamId: item.id, seq: item.version, at: now };
      },
    );
    const stored = await this.orders.find(this.db, orderIds[0] ?? '');
    const entry = readEntries(stored?.facts.items ?? '').find(({ kind }) => kind === 'session');
    return entry?.id ?? '';
  }
}

/** A draft id that the same row of the same command always gets, so that it is filed once for ever. */
function draftIdOf(said: string, commandId: string): string {
  const hash = createHash('sha256').update(said).digest();
  const tail = [...hash.subarray(0, 16)].map((byte) => BASE32[byte % 32]).join('');
  return `${commandId.slice(0, 10)}${tail}`;
}
