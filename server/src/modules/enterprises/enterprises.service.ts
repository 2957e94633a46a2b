import { Injectable } from '@nestjs/common';
import { type EnterpriseBody, type Instant, isCreditCode, normaliseFirmName } from '@yihu/shared';
import type { Db, Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { EnterprisesStore, type Firm } from './enterprises.store';

export type { Firm } from './enterprises.store';

/** What a filing says of the firm it is for. */
export interface NamedFirm {
  rootId: string;
  name: string;
  creditCode: string | null;
  /** Staff have seen the licence; what a filer states identifies, but writes nothing down of a known firm. */
  byStaff: boolean;
  now: Instant;
}

/** The register of firms of a street (M83): each is there once, whoever files for it. */
@Injectable()
export class EnterprisesService {
  constructor(private readonly store: EnterprisesStore) {}

  /**
   * Finds the firm by its credit code, else by its name, or makes it. Null when neither is given. Throws
   * CREDIT_CODE_INVALID; a duplicate-key error when two make it at once (run the whole use case again).
   */
  async findOrMake(tx: Tx, named: NamedFirm): Promise<Firm | null> {
    const { rootId, creditCode } = named;
    if (creditCode !== null && !isCreditCode(creditCode)) throw new AppError('CREDIT_CODE_INVALID');
    const byCode = creditCode === null ? null : await this.store.byCode(tx, rootId, creditCode);
    if (byCode !== null) return byCode;
    const nameNorm = normaliseFirmName(named.name);
    if (nameNorm === '') return null;
    const namesake = await this.store.byName(tx, rootId, nameNorm);
    if (namesake === null) return this.make(tx, named, nameNorm, nameNorm);
    if (creditCode === null || namesake.creditCode === null) return this.completed(tx, namesake, named);
    return this.make(tx, named, nameNorm, null);
  }

  private async completed(tx: Tx, firm: Firm, { creditCode, byStaff }: NamedFirm): Promise<Firm> {
    if (creditCode === null || !byStaff) return firm;
    const after = { ...firm, creditCode, version: firm.version + 1 };
    return (await this.store.update(tx, firm, after)) ? after : firm;
  }

  private async make(tx: Tx, named: NamedFirm, nameNorm: string, nameKey: string | null): Promise<Firm> {
    const firm: Firm = {
      id: newId(),
      rootId: named.rootId,
      name: named.name.trim(),
      nameNorm,
      nameKey,
      // What a filer states of a new firm is all there is.
      creditCode: named.creditCode,
      industry: null,
      size: null,
      officerId: null,
      officerUnitId: null,
      version: 1,
      createdAt: named.now,
    };
    await this.store.insert(tx, firm);
    return firm;
  }

  find(reader: Tx | Db, id: string): Promise<Firm | null> {
    return this.store.find(reader, id);
  }

  search(db: Db, rootIds: readonly string[], words: string, limit: number): Promise<Firm[]> {
    return this.store.search(db, rootIds, normaliseFirmName(words), limit);
  }

  /** Writes down what the desk knows. Null when somebody was faster; throws ENTERPRISE_TAKEN, CREDIT_CODE_INVALID. */
  async change(tx: Tx, firm: Firm, body: EnterpriseBody): Promise<Firm | null> {
    const { rootId } = firm;
    const creditCode = body.creditCode === '' ? null : body.creditCode;
    if (creditCode !== null && !isCreditCode(creditCode)) throw new AppError('CREDIT_CODE_INVALID');
    const sameCode = creditCode === null ? null : await this.store.byCode(tx, rootId, creditCode);
    const nameNorm = normaliseFirmName(body.name);
    const sameName = await this.store.byName(tx, rootId, nameNorm);
    const isOther = (each: Firm | null) => each !== null && each.id !== firm.id;
    if (isOther(sameCode)) throw new AppError('ENTERPRISE_TAKEN', { name: sameCode?.name ?? '' });
    if (isOther(sameName) && (creditCode === null || sameName?.creditCode === null)) {
      throw new AppError('ENTERPRISE_TAKEN', { name: sameName?.name ?? '' });
    }
    const after: Firm = {
      ...firm,
      name: body.name.trim(),
      nameNorm,
      nameKey: isOther(sameName) ? null : nameNorm,
      creditCode,
      industry: body.industry,
      size: body.size,
      officerId: body.officer?.personId ?? null,
      officerUnitId: body.officer?.unitId ?? null,
      version: firm.version + 1,
    };
    if (body.version !== firm.version) return null;
    return (await this.store.update(tx, firm, after)) ? after : null;
  }
}
