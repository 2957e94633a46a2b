import { ANCHORS, type PresetName } from '../clocks/index.ts';
import { MILESTONE_LABELS } from '../orders/labels.ts';
import { DEFAULT_LIMITS } from '../orders/limits.ts';
import { CONFIDENTIALITIES, PARTY_KINDS, REQUEST_TYPES } from '../orders/model.ts';
import { PROCEDURES } from '../procedures/kinds/index.ts';
import type { ProcedureKind } from '../procedures/model.ts';
import type { Asked } from './asked.ts';
import { EVENT_CONDITIONS, EVENT_WORDS } from './clock-events.ts';
import { unitOfTime, whole } from './fields.ts';
import { CLOCK_ROW } from './kinds/clock.ts';
import { LIMITS_SPEC, NUMBERING_SPEC, ROW_KINDS } from './kinds/plain.ts';
import { DUE_ROW, LIMIT_ROW } from './kinds/procedure.ts';
import { SCRIPT_ROW } from './kinds/script.ts';
import { TEMPLATE_ROW } from './kinds/template.ts';
import type { PolicyKindName } from './kinds.ts';
import type { RowSpec } from './rows.ts';
import { policyWord } from './words.ts';

/** One thing a policy's form asks for. */
export interface PolicyField {
  name: string;
  label: string;
  optional: boolean;
  asked: Asked;
  /** What counts while it is left out. */
  standard: string | null;
}

/** A part of a policy: one set of fields, or a list of rows of them. */
export interface PolicySection {
  /** Where in the body it stands; '' is the body itself. */
  at: '' | 'rows' | 'limits';
  title: string;
  many: boolean;
  /** Whether the first row that holds decides, so that their order matters. */
  ordered: boolean;
  fields: readonly PolicyField[];
}

type Spec = Pick<RowSpec, 'fields' | 'optional' | 'firstMatch'>;

const choice = (options: Readonly<Record<string, string>>): Asked => ({ kind: 'choice', options });
const several = (of: Asked): Asked => ({ kind: 'oneOrMore', of });
const asks = (check: { asks?: Asked }): Asked => check.asks ?? { kind: 'raw' };

/** Where a check asks less than people must choose from. */
const BETTER: Readonly<Record<string, Asked>> = {
  'clock.subject': choice({ order: '整件', turn: '每个承办单位' }),
  'clock.scope': choice({ INNER: '内部时限', OUTER: '上级时限' }),
  'clock.milestone': choice(MILESTONE_LABELS),
  'clock.amount': asks(whole(0, 527_040)),
  'clock.unit': asks(unitOfTime),
  'clock.from': choice(ANCHORS),
  'clock.fromWhere': { kind: 'by', field: 'from', cases: EVENT_CONDITIONS },
  'clock.metBy': { kind: 'evidence', events: EVENT_WORDS, conditions: EVENT_CONDITIONS },
  'clock.lights': { kind: 'lights' },
  'procedure.milestone': { kind: 'by', field: 'procedure', cases: ofProcedures(stepsOf) },
  'procedure.amounts': { kind: 'by', field: 'procedure', cases: ofProcedures(amountsOf) },
};

/** What is asked of each kind of procedure; null: nothing. */
function ofProcedures(ask: (kind: ProcedureKind) => Asked | null): Readonly<Record<string, Asked>> {
  return Object.fromEntries(
    Object.entries(PROCEDURES).flatMap(([name, kind]): [string, Asked][] => {
      const asked = ask(kind);
      return asked === null ? [] : [[name, asked]];
    }),
  );
}

/** The steps whose time is an amount; where a day is named, nobody sets one. */
function stepsOf({ clocks = [] }: ProcedureKind): Asked | null {
  const set = clocks.filter(({ due }) => 'amount' in due);
  const options = Object.fromEntries(set.map(({ milestone, label }) => [milestone, label]));
  return set.length === 0 ? null : choice(options);
}

function amountsOf({ limits }: ProcedureKind): Asked | null {
  const names = Object.keys(limits?.amounts ?? {});
  const conditions = Object.fromEntries(names.map((name) => [name, asks(whole(1, 100_000))]));
  return names.length === 0 ? null : { kind: 'when', of: 'amounts', conditions };
}

/** A duty list checks itself row by row; this is what its rows hold. */
const ROUTE: Readonly<Record<string, Asked>> = {
  when: {
    kind: 'when',
    conditions: {
      classPrefix: several({ kind: 'class' }),
      hasClass: { kind: 'flag' },
      hasGrid: { kind: 'flag' },
      isDispute: { kind: 'flag' },
      requestType: several(choice(REQUEST_TYPES)),
      confidentiality: several(choice(CONFIDENTIALITIES)),
      partyKind: several(choice(PARTY_KINDS)),
    },
  },
  to: { kind: 'target' },
  autoAccept: { kind: 'flag' },
  autoDispatch: { kind: 'flag' },
  reason: { kind: 'text', max: 120 },
};

function section(
  kind: PolicyKindName,
  spec: Spec,
  part: Pick<PolicySection, 'at' | 'title' | 'many'>,
): PolicySection {
  const fields = Object.entries(spec.fields).map(([name, check]) => ({
    name,
    label: policyWord(kind, name),
    optional: spec.optional?.includes(name) === true,
    asked: BETTER[`${kind}.${name}`] ?? asks(check),
    standard: kind === 'limit' ? standardLimit(name) : null,
  }));
  return { ...part, ordered: spec.firstMatch === true || kind === 'clock', fields };
}

function standardLimit(name: string): string | null {
  const value: unknown = DEFAULT_LIMITS[name as keyof typeof DEFAULT_LIMITS];
  return typeof value === 'number' ? String(value) : null;
}

const rows = (kind: PolicyKindName, spec: Spec, title = '各行') =>
  section(kind, spec, { at: 'rows', title, many: true });
const one = (kind: PolicyKindName, spec: Spec) => section(kind, spec, { at: '', title: '', many: false });

/** Presets as people speak of them. */
export const PRESET_WORDS: Readonly<Record<PresetName, string>> = {
  '2110': '2110(企业 2 小时到场、1 日答复、10 日办结)',
  '2h2wd': '紧急 2 小时、一般 2 工作日',
  '1235': '1235(按工作日)',
  '1235days': '1235(按自然日)',
  beijing: '北京四级(2 小时、24 小时、7 日、15 日)',
  shandong: '山东(退单 2 日、办理 5 日)',
  lvliang: '吕梁(退单 1 日、办理 3/5 日)',
  daninglu: '大宁路街道(1/5/15 日)',
  xiayang: '1 日联系、5 日办理、重办 3 日',
  base: '产品默认',
};

const PRESETS_FIELD: PolicyField = {
  name: 'presets',
  label: policyWord('clock', 'presets'),
  optional: false,
  asked: { kind: 'list', of: choice(PRESET_WORDS) },
  standard: null,
};

/** The parts of a kind's form; null for the calendar and the class tree, which have forms of their own. */
export function policyForm(kind: PolicyKindName): readonly PolicySection[] | null {
  switch (kind) {
    case 'calendar':
    case 'class':
      return null;
    case 'clock':
      return [
        { at: '', title: '', many: false, ordered: false, fields: [PRESETS_FIELD] },
        rows(kind, CLOCK_ROW, '本街道自定的行(在预设之前)'),
      ];
    case 'limit':
      return [one(kind, LIMITS_SPEC)];
    case 'numbering':
      return [one(kind, NUMBERING_SPEC)];
    case 'route':
      return [routeSection()];
    case 'procedure':
      return [
        rows(kind, DUE_ROW, '各步时限'),
        section(kind, LIMIT_ROW, { at: 'limits', title: '次数与范围', many: true }),
      ];
    case 'template':
      return [rows(kind, TEMPLATE_ROW)];
    case 'script':
      return [rows(kind, SCRIPT_ROW)];
    default:
      return [rows(kind, ROW_KINDS[kind])];
  }
}

function routeSection(): PolicySection {
  const fields = Object.entries(ROUTE).map(([name, asked]) => ({
    name,
    label: policyWord('route', name),
    optional: false,
    asked,
    standard: null,
  }));
  return { at: '', title: '各行(先写的先用;最后一行兜底,没有条件)', many: true, ordered: true, fields };
}

/** The word for a condition or a field of a kind. */
export { policyWord } from './words.ts';
