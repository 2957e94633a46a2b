import { type OrderFacts, readEntries, type State } from '@yihu/shared';
import type { Actor } from '../../src/platform/auth/actor';
import { pick } from '../seeded';
import type { Street } from './cast';
import type { Month } from './month';

const HOUR = 60;
const DAY = 24 * HOUR;
/** Mostly what goes to a grid, a section, or the desk by the duty lists. */
export const CLASSES = ['010102', '100101', '010401', '010201', '010301', '050101', '020104'] as const;
const REPLY = '网格员和相关科室已于当日到现场处理,清理完毕并约定每日十七时巡查一次,有反复请再联系。'.replace(
  '相关科室',
  '执法队',
);
const OPINION = { opinion: '理由不充分,请继续办理' };
const RETURN = { reasonCode: 'OVERLAP', ground: '按职责分工应由执法队牵头办理' };
const EXTENSION = { days: 2, level: 'UNIT', publicReason: '需要等配件到货后更换', told: 'PHONE' };

type Work = (id: string) => Promise<unknown>;
const REST: Work = async () => undefined;
/** After how many minutes of the working day whose turn it is does what; null when nothing comes of it any more. */
type Next = (month: Month, street: Street, facts: OrderFacts) => readonly [number | null, Work];

const dispatch: Next = (month, street, facts) => {
  const { clerk } = street.office;
  const unit =
    month.chance(0.6) && facts.gridId !== null ? facts.gridId : pick(month.random, street.sections).id;
  if (facts.classCode === null)
    return [30, (id) => month.act(clerk, id, 'classify', { classCode: pick(month.random, CLASSES) })];
  // What may be one for mediation is looked at before it is handed out.
  if (readEntries(facts.procedures).some(({ kind }) => kind === 'mediationFit'))
    return [20, (id) => month.step(clerk, id, 'mediationFit', 'waive', { reasonCode: 'NO_OTHER' })];
  if (facts.requestType === 'CONSULT' && month.chance(0.6)) {
    const form = {
      basis: 'KNOWLEDGE',
      outcome: 'EXPLAINED',
      publicText: '办理居住证请带身份证到政务服务中心一楼窗口。',
    };
    return [60, (id) => month.act(clerk, id, 'answer', form)];
  }
  return [45, (id) => month.act(clerk, id, 'dispatch', { leadUnitId: unit })];
};

const takeIn: Next = (month, street) => {
  const { clerk } = street.office;
  if (!month.chance(0.03)) return [40, (id) => month.act(clerk, id, 'accept')];
  const form = {
    reasonCode: 'OTHER_ORGAN',
    legalGround: '依法由法院处理',
    whereToGo: '区人民法院诉讼服务中心',
    publicText: '您反映的事项已进入诉讼程序,依法由区人民法院处理,请联系其诉讼服务中心。',
  };
  return [60, (id) => month.act(clerk, id, 'decline', form)];
};

const sign: Next = (month, street, facts) => {
  // A few are forgotten until somebody's light turns red.
  const minutes = month.chance(0.04) ? 2 * DAY : 40;
  return [minutes, (id) => month.act(month.leadOf(street, facts), id, 'sign')];
};

const handle: Next = (month, street, facts) => {
  const lead = month.leadOf(street, facts);
  const kinds = readEntries(facts.procedures).map(({ kind }) => kind);
  const { checker } = street.office;
  const decided = month.chance(0.7);
  if (kinds.includes('return'))
    return [
      90,
      (id) => month.step(checker, id, 'return', decided ? 'accept' : 'refuse', decided ? {} : OPINION),
    ];
  if (kinds.includes('extension'))
    return [
      120,
      (id) => month.step(checker, id, 'extension', decided ? 'approve' : 'refuse', decided ? {} : OPINION),
    ];
  if (kinds.includes('cohandle')) return [5 * HOUR, (id) => support(month, street, id, lead)];
  const chance = month.random();
  if (chance < 0.03) return [60, (id) => month.open(lead, id, 'return', RETURN)];
  if (chance < 0.06) return [DAY, (id) => month.open(lead, id, 'extension', EXTENSION)];
  if (chance < 0.1) {
    const unitId = pick(month.random, street.sections).id;
    return [HOUR, (id) => month.open(lead, id, 'cohandle', { unitId, part: '请协助到现场查看' })];
  }
  if (chance < 0.12)
    return [90, (id) => month.act(lead, id, 'askInfo', { question: '请补充具体是哪一栋楼?' })];
  if (chance < 0.3)
    return [60, (id) => month.act(lead, id, 'contact', { way: 'PHONE', reached: month.chance(0.8) })];
  // Silence: nobody answers at all.
  if (chance < 0.31) return [null, REST];
  const form = month.chance(0.85)
    ? { outcome: 'SOLVED', publicText: REPLY }
    : { outcome: 'PARTLY', unsolvedCode: 'NEEDS_MONEY', publicText: REPLY };
  return [month.chance(0.08) ? 4 * DAY : 0.8 * DAY, (id) => reply(month, lead, id, form)];
};

/** Where "solved" needs a photo, which this replay has none of, part of it is said to be done. */
async function reply(month: Month, lead: Actor, id: string, form: Record<string, unknown>): Promise<void> {
  if (await month.act(lead, id, 'reply', form)) return;
  await month.act(lead, id, 'reply', { outcome: 'PARTLY', unsolvedCode: 'OTHER_PARTY', publicText: REPLY });
}

async function support(month: Month, street: Street, id: string, lead: Actor): Promise<void> {
  const { helpers } = await month.facts(id);
  const unitId = helpers.split(' ')[0]?.split(':')[1] ?? '';
  const worker = street.workers.get(unitId);
  if (worker !== undefined)
    await month.step(worker, id, 'cohandle', 'finish', { result: '已到现场协助处理完毕' });
  await month.step(lead, id, 'cohandle', 'take');
}

const check: Next = (month, street) => {
  const { checker } = street.office;
  if (month.chance(0.06))
    return [90, (id) => month.act(checker, id, 'sendBack', { reason: '没有写清处理结果' })];
  return [2 * HOUR, (id) => month.act(checker, id, 'approve', { publicText: REPLY })];
};

const inform: Next = (month, _, facts) => {
  const filer = month.filerOf(facts);
  if (filer === undefined || month.chance(0.3)) return [null, REST];
  return [5 * HOUR, (id) => month.act(filer, id, 'addInfo', { text: '是三号楼北门进来右手边' })];
};

const visit: Next = (month, street, facts) => {
  const filer = month.filerOf(facts);
  const isGood = month.chance(0.86);
  const answers = isGood
    ? { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' }
    : { solved: 'NO', process: 'UNSATISFIED', result: 'UNSATISFIED' };
  if (filer !== undefined && facts.ratedCycle !== facts.cycle && month.chance(0.35))
    return [8 * HOUR, (id) => month.act(filer, id, 'rate', answers)];
  const isVisited = readEntries(facts.procedures).some(({ kind }) => kind === 'visit');
  if (isVisited) return [DAY, (id) => call(month, street, facts, id, answers, isGood)];
  // Nobody calls whom nobody can call: silence closes it.
  if (facts.told || (facts.filerId === null && !facts.hasPhone)) return [null, REST];
  return [DAY, (id) => month.act(street.office.checker, id, 'tell', { way: 'PHONE', reached: true })];
};

async function call(
  month: Month,
  street: Street,
  facts: OrderFacts,
  id: string,
  answers: Record<string, string>,
  isGood: boolean,
): Promise<void> {
  const { visitor } = street.office;
  if (facts.partyKind === 'ENTERPRISE') await month.step(visitor, id, 'visit', 'take');
  const form = {
    way: 'PHONE',
    ...answers,
    afterwards: isGood || month.chance(0.5) ? 'CLOSE' : 'REWORK',
    note: '已向诉求人说明办理情况和依据',
  };
  await month.step(visitor, id, 'visit', 'answer', form);
}

const afterwards: Next = (month, _, facts) => {
  const filer = month.filerOf(facts);
  if (filer === undefined || facts.disputes > 0 || !month.chance(0.04)) return [null, REST];
  return [2 * DAY, (id) => month.act(filer, id, 'dispute', { reasonCode: 'RETURNED' })];
};

/** What people do next with an order, by where it stands. */
export const NEXT: Partial<Record<State, Next>> = {
  SUBMITTED: takeIn,
  NEED_INFO: inform,
  ACCEPTED: dispatch,
  DISPATCHED: sign,
  IN_PROGRESS: handle,
  REPLIED: check,
  TO_VISIT: visit,
  CLOSED: afterwards,
};
