import type { Channel, SubmitOrder } from '@yihu/shared';
import { newId } from '../../src/platform/ids';
import { pick } from '../seeded';
import type { Street } from './cast';
import { CLASSES } from './habits';
import { narrative } from './texts';
import { textLength } from './volumes';

/** What somebody in this street files now, by which way, and whether a clerk does it for them. */
export function filingIn(street: Street, random: () => number) {
  const chance = (share: number) => random() < share;
  const isForCaller = chance(0.5);
  const isFirm = chance(0.12);
  const isAnonymous = chance(0.05);
  const input: SubmitOrder = {
    draftId: newId(),
    streetId: street.id,
    text: narrative(random, textLength(random)),
    photoIds: [],
    point: null,
    gridCode: pick(random, street.grids).code,
    address: '示例小区门口',
    classCode: chance(0.9) ? pick(random, CLASSES) : null,
    requestType: random() < 0.75 ? 'COMPLAINT' : pick(random, ['CONSULT', 'HELP', 'SUGGEST', 'PRAISE']),
    partyKind: isFirm ? 'ENTERPRISE' : 'PERSON',
    companyName: isFirm ? `示例${1 + Math.floor(random() * 30)}号商贸有限公司` : '',
    confidentiality: isAnonymous ? 'ANONYMOUS' : 'SURNAME',
    contactName: isAnonymous ? '' : '李某',
    contactPhone: isAnonymous ? '' : `1380000${String(1000 + Math.floor(random() * 9000))}`,
  };
  const channel: Channel = isForCaller
    ? pick(random, ['HOTLINE_12345', 'WINDOW', 'GRID'] as const)
    : 'MINI_PROGRAM';
  return { isForCaller, channel, input };
}
