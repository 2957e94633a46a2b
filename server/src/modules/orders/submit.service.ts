import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type CallerIntake,
  type ChannelRow,
  type ConfidentialityRow,
  dayOf,
  type Instant,
  isCreditCode,
  type OrderFacts,
  type Receipt,
  recordOf,
  type SubmitOrder,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { BlindIndex, FieldCipher, normalisePhone } from '../../platform/crypto';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { Turns } from '../../platform/db/turns';
import { AppError } from '../../platform/errors';
import { Metrics } from '../../platform/http/metrics';
import { newId } from '../../platform/ids';
import { RateLimits } from '../../platform/rate-limit';
import { AttachmentsService } from '../attachments/attachments.service';
import { AuditStore } from '../audit/audit.store';
import type { ClockRow } from '../clocks/clock-row';
import { ClocksStore } from '../clocks/clocks.store';
import { DirectoryService } from '../directory/directory.service';
import { EnterprisesService } from '../enterprises/enterprises.service';
import { PoliciesService } from '../policies/policies.service';
import { AutoRoute } from './auto-route';
import { FilingPlaces } from './filing-places';
import { OrderWriter, RESIDENT_SENTENCE, StaleVersionError } from './order-writer';
import { type NewOrder, OrdersStore, type StoredOrder } from './orders.store';
import { firstDecision } from './rules/decide';
import { cleanText, firstFacts, type IntakeRules, type Place } from './rules/first-facts';
import { receiptSentences } from './rules/receipt';

const TRIES = 5;

export interface Filing extends CallerIntake {
  input: SubmitOrder;
  actor: Actor;
  isForCaller: boolean;
  /** The unit of whoever files it for somebody else; the office when absent. */
  unitId?: string;
}

/** An order as it stands when its filing is over. */
export interface Filed {
  facts: OrderFacts;
  clocks: readonly ClockRow[];
}

/** Filing: once per draft for ever, and accepted and dispatched at once where the tenant's rules say so. */
@Injectable()
export class SubmitService {
  private readonly turns = new Turns();

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: OrdersStore,
    private readonly clocks: ClocksStore,
    private readonly policies: PoliciesService,
    private readonly directory: DirectoryService,
    private readonly attachments: AttachmentsService,
    private readonly writer: OrderWriter,
    private readonly audit: AuditStore,
    private readonly cipher: FieldCipher,
    private readonly index: BlindIndex,
    private readonly limits: RateLimits,
    private readonly metrics: Metrics,
    private readonly firms: EnterprisesService,
    private readonly places: FilingPlaces,
    private readonly auto: AutoRoute,
  ) {}

  /** Answers the receipt of the draft, whether this call or an earlier one filed it. */
  async submit(filing: Filing): Promise<Receipt> {
    await this.policies.refresh();
    const input = {
      ...filing.input,
      text: cleanText(filing.input.text),
      address: cleanText(filing.input.address),
    };
    const hash = bodyHash(input);
    const known = await this.store.findByDraft(this.db, input.draftId);
    if (known !== null) return this.repeat(known, filing.actor, hash);
    const now = this.clock.now();
    const place = await this.places.placeOf(input);
    const asked = filing.isForCaller ? this.places.registering({ ...filing, input }) : { ...filing, input };
    const file = (tx: Tx) => this.file(tx, asked, place, hash, now);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return this.receipt(await this.inTurn(place.rootId, file), false);
      } catch (error) {
        if (!isDuplicate(error) && !(error instanceof StaleVersionError)) throw error;
        // Another tap of the same draft was faster; or two first orders of a day raced for the counter row, or two
        // of one matter for the entry of the ledger they belong to.
        const winner = await this.store.findByDraft(this.db, input.draftId);
        if (winner !== null) return this.repeat(winner, filing.actor, hash);
        if (attempt >= TRIES) throw error;
      }
    }
  }

  /** The street's numbers are given one after the other; where writers do not queue anyway, they do so here. */
  private inTurn(rootId: string, file: (tx: Tx) => Promise<Filed>): Promise<Filed> {
    const work = () => this.db.inTransaction(file);
    return this.db.engine === 'sqlite' ? work() : this.turns.run(rootId, work);
  }

  private async repeat(
    known: { order: StoredOrder; bodyHash: string },
    actor: Actor,
    hash: string,
  ): Promise<Receipt> {
    const { facts } = known.order;
    const isMine = facts.filerId === actor.personId || facts.registrarId === actor.personId;
    if (!isMine) throw new AppError('DRAFT_NOT_YOURS');
    const clocks = await this.clocks.ofOrder(this.db, facts.id);
    return this.receipt({ facts, clocks }, known.bodyHash !== hash);
  }

  /** What the filer is told: of what is stored, or has just been. */
  private receipt({ facts, clocks }: Filed, differs: boolean): Receipt {
    return {
      orderId: facts.id,
      orderNo: facts.orderNo,
      receivedAt: facts.receivedAt,
      state: facts.state,
      next: receiptSentences(facts, clocks, this.names(facts)),
      outside: facts.outside,
      differs,
    };
  }

  private names(facts: OrderFacts) {
    const lead = facts.leadUnitId === null ? null : this.directory.findUnit(facts.leadUnitId);
    const office = this.directory.findUnit(facts.officeUnitId);
    return {
      unit: lead?.name ?? null,
      office: office?.name ?? '街道热线办',
      officePhone: office?.phone ?? null,
    };
  }

  /** Stores it in the caller's transaction, and accepts and dispatches it where the street's rules say so. */
  async file(tx: Tx, filing: Filing, place: Place, hash: string, now: Instant): Promise<Filed> {
    const { input, actor } = filing;
    // Counted with the order: taps and retries of a draft that is filed already cost nothing.
    if (!filing.isForCaller) await this.limits.takeIn(tx, 'submit', actor.personId);
    const phone = input.contactPhone === '' ? null : normalisePhone(input.contactPhone);
    if (input.contactPhone !== '' && phone === null) throw new AppError('PHONE_INVALID');
    const id = newId();
    const enterpriseId = await this.firmOf(tx, filing, place.rootId, now);
    const rules = this.intakeRules(place.rootId, now);
    // Last of all that can be asked before: until the commit everybody else of this street waits for the number.
    const orderNo = await this.store.nextNumber(
      tx,
      this.policies.numberPrefix(place.rootId, now),
      dayOf(now),
    );
    const facts = firstFacts({
      ...filing,
      ...{ id, orderNo, place, now, rules, enterpriseId },
      actorId: actor.personId,
    });
    await this.refuseTaken(tx, facts);
    const clockRules = this.policies.clockRules(place.rootId, now);
    const { event, clocks } = firstDecision(facts, now, clockRules, {
      unitId: filing.unitId,
      record: filing.isForCaller ? recordOf(input) : undefined,
    });
    const order: NewOrder = {
      facts,
      draftId: input.draftId,
      bodyHash: hash,
      title: this.policies.titleOf(facts.rootId, facts.classCode),
      placeKey: place.gridId,
      given:
        input.point === null
          ? null
          : { latE6: e6(input.point.lat), lngE6: e6(input.point.lng), datum: input.point.datum },
      wgs84: place.wgs84 === null ? null : { latE6: e6(place.wgs84.lat), lngE6: e6(place.wgs84.lng) },
      private: {
        name: input.contactName,
        phoneCipher: phone === null ? null : this.cipher.encrypt(phone),
        phoneBidx: phone === null ? null : this.index.phone(phone),
        last4Bidx: phone === null ? null : this.index.last4(phone),
        company: input.companyName,
        address: input.address,
        content: input.text,
      },
    };
    await this.store.insert(tx, order, clocks);
    await this.store.addEvent(tx, id, event, `submit:${input.draftId}`);
    const names = this.names(facts);
    await this.store.addTexts(tx, id, 1, [
      { field: RESIDENT_SENTENCE, layer: 'PUBLIC', body: `${names.office}已收到您的诉求` },
    ]);
    await this.clocks.write(tx, [], clocks);
    const claim = { orderId: id, uploaderId: actor.personId, eventSeq: 1 };
    await this.attachments.claim(tx, input.photoIds, claim);
    if (input.voiceId != null) await this.attachments.claimVoice(tx, input.voiceId, claim);
    await this.audit.add(tx, {
      at: now,
      actorId: actor.personId,
      action: 'order.submitted',
      subjectKind: 'ORDER',
      subjectId: id,
      facts: { seq: 1, channel: facts.channel },
    });
    this.metrics.acted(tx, event.name, 'NONE', facts.state);
    const filed = await this.writer.filed(tx, facts, clocks, now, order);
    return this.auto.route(tx, filed, input.text, now);
  }

  /** Why it would not be taken in as it is, without filing it; null when it would. */
  async refusalOf(input: SubmitOrder): Promise<AppError | null> {
    try {
      await this.places.placeOf(input);
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
    if (input.contactPhone !== '' && normalisePhone(input.contactPhone) === null) {
      return new AppError('PHONE_INVALID');
    }
    const code = input.creditCode ?? '';
    return code !== '' && !isCreditCode(code) ? new AppError('CREDIT_CODE_INVALID') : null;
  }

  /** What the street sets by channel and hides by rule. */
  intakeRules(rootId: string, now: Instant): IntakeRules {
    const rowsOf = <Row>(kind: string) =>
      this.policies.inForce<{ rows: Row[] }>(rootId, kind, now)?.rows ?? [];
    return {
      channel: rowsOf<ChannelRow>('channel'),
      confidentiality: rowsOf<ConfidentialityRow>('confidentiality'),
      leafOf: (code) => this.policies.classes(rootId, now).find((leaf) => leaf.code === code),
    };
  }

  /** The firm in the register, found or made, of an order of a firm that is named. */
  private async firmOf(tx: Tx, filing: Filing, rootId: string, now: Instant): Promise<string | null> {
    const { input, isForCaller } = filing;
    if (input.partyKind !== 'ENTERPRISE') return null;
    const firm = await this.firms.findOrMake(tx, {
      ...{ rootId, now, byStaff: isForCaller },
      name: input.companyName,
      creditCode: input.creditCode == null || input.creditCode === '' ? null : input.creditCode,
    });
    return firm?.id ?? null;
  }

  /** One order per number of a platform above: a second one is a double, which is said, never swallowed. */
  private async refuseTaken(tx: Tx, { rootId, upperSystem, upperNo }: OrderFacts): Promise<void> {
    if (upperSystem === null && upperNo === null) return;
    if (upperSystem === null || upperNo === null) {
      throw new AppError('FIELD_INVALID', { field: '上级编号', reason: '请把上级平台和编号一起填写' });
    }
    const [taken] = await tx.query<{ order_no: string }>(
      'SELECT order_no FROM work_order WHERE root_id = ? AND upper_system = ? AND upper_no = ?',
      [rootId, upperSystem, upperNo],
    );
    if (taken !== undefined) throw new AppError('UPPER_NO_TAKEN', { upperNo, orderNo: taken.order_no });
  }
}

function e6(degrees: number): number {
  return Math.round(degrees * 1_000_000);
}

/** What "the same body" means for a draft: text, photos and what was said. */
function bodyHash(input: SubmitOrder): string {
  const photos = [...input.photoIds].sort().join(',');
  const said = input.voiceId == null ? '' : `\n--\n${input.voiceId}`;
  return createHash('sha256').update(`${input.text}\n--\n${photos}${said}`).digest('hex');
}
