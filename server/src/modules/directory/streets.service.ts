import { Injectable } from '@nestjs/common';
import type { Instant, PresetName, UnitKind } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { newId } from '../../platform/ids';
import type { UnitEntity } from './directory.entity';
import { directoryStore } from './directory.store';

export interface NewStreet {
  name: string;
  shortName: string;
  code: string;
  /** Of order numbers, e.g. NQ. */
  prefix: string;
}

/** The promises a new street starts with: enterprises by 2110, everybody else 2 hours or 2 workdays. */
const PRESETS: PresetName[] = ['2110', '2h2wd'];
const OFFICE_CODE = 'RX';

/** Founds tenants. The caller reloads the directory after its transaction. */
@Injectable()
export class StreetsService {
  /** A street with its hotline office, its order numbers and its promises; answers the street's id. */
  async found(tx: Tx, street: NewStreet, now: Instant): Promise<string> {
    const id = newId();
    const officeId = newId();
    await directoryStore.insertUnits(tx, [
      unitRow(id, null, { kind: 'STREET', code: street.code, name: street.name, short: street.shortName }),
      unitRow(officeId, id, {
        kind: 'HOTLINE_OFFICE',
        code: `${street.prefix}-${OFFICE_CODE}`,
        name: `${street.name}热线办公室`,
        short: '热线办',
      }),
    ]);
    const policy = (kind: string, body: unknown) => ({
      id: newId(),
      unit_id: id,
      kind,
      name: 'default',
      version: 1,
      effective_at: now,
      body: JSON.stringify(body),
      author_id: null,
    });
    await directoryStore.insertPolicies(tx, [
      policy('clock', { presets: PRESETS }),
      policy('numbering', { prefix: street.prefix }),
    ]);
    return id;
  }
}

function unitRow(
  id: string,
  rootId: string | null,
  { kind, code, name, short }: { kind: UnitKind; code: string; name: string; short: string },
): UnitEntity {
  return {
    id,
    kind,
    parent_id: rootId,
    root_id: rootId ?? id,
    path: rootId === null ? `/${id}/` : `/${rootId}/${id}/`,
    code,
    name,
    short_name: short,
    phone: null,
    population: null,
    lat_e6: null,
    lng_e6: null,
    active: 1,
    version: 1,
  };
}
