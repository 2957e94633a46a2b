import { readFile } from 'node:fs/promises';
import {
  type ClassLeaf,
  type ClockPolicy,
  clockRowsOf,
  type PresetName,
  policyFaultText,
  policyKind,
  type SimulateAnswer,
  type SimulatedFigure,
} from '@yihu/shared';
import { ClocksStore } from '../modules/clocks/clocks.store';
import { PoliciesService } from '../modules/policies/policies.service';
import { SimulationQuery } from '../modules/simulation/simulation.query';
import { periodOf } from '../modules/simulation/simulation.service';
import { Simulator } from '../modules/simulation/simulator.service';
import { AppError } from '../platform/errors';
import { type OpsContext, OpsError } from './context';

interface UnitRow {
  id: string;
  kind: string;
  code: string;
  path: string;
  short_name: string;
}

/**
 * `simulate 首日 末日 规则 [单位编码]`: the rules are presets joined by commas or a file with a clock policy. Throws
 * OpsError naming what is wrong. Answers the comparison and the names of the units in it.
 */
export async function simulatePolicy(
  { db, clock }: OpsContext,
  args: readonly string[],
): Promise<{ answer: SimulateAnswer; lines: string[] }> {
  const [fromDay = '', toDay = '', asked = '', unitCode] = args;
  const units = await db.read<UnitRow>('SELECT id, kind, code, path, short_name FROM unit');
  const within = unitCode === undefined ? null : units.find((unit) => unit.code === unitCode);
  if (within === undefined) throw new OpsError(`没有编码为 ${unitCode} 的单位`);
  const streets = units.filter(
    (unit) => unit.kind === 'STREET' && (within === null || unit.path.startsWith(within.path)),
  );
  const policies = new PoliciesService(db, clock);
  await policies.reload();
  const now = clock.now();
  const policy = await policyAsked(
    asked,
    streets.flatMap(({ id }) => policies.classes(id, now)),
  );
  const simulator = new Simulator(db, clock, new SimulationQuery(db), new ClocksStore(), policies);
  const names = new Map(units.map((unit) => [unit.id, unit.short_name]));
  const answer = await simulator.run({
    streetIds: streets.map((street) => street.id),
    ...period(fromDay, toDay),
    rows: clockRowsOf(policy),
    limits: null,
    nameOf: (unitId) => names.get(unitId) ?? unitId,
  });
  return { answer, lines: linesOf(answer) };
}

function period(fromDay: string, toDay: string): { from: string; to: string } {
  try {
    const [from, to] = periodOf({ fromDay, toDay });
    return { from, to };
  } catch (error) {
    if (error instanceof AppError) throw new OpsError('起止日期不对,应是 2026-10-01 2026-10-31 这样');
    throw error;
  }
}

/** `classes`: those of the streets asked about, by the trees they have now. */
async function policyAsked(asked: string, classes: readonly ClassLeaf[]): Promise<ClockPolicy> {
  const policy = asked.endsWith('.json')
    ? await readPolicy(asked)
    : { presets: asked.split(',').filter((name) => name !== '') as PresetName[] };
  const context = {
    classes,
    unitCodes: null,
    outerAbove: [],
    prefixesTaken: new Set<string>(),
    previous: null,
  };
  const faults = policyKind('clock').check(policy, context);
  if (faults.length > 0) throw new OpsError(`规则有误:\n  ${faults.map(policyFaultText).join('\n  ')}`);
  return policy;
}

async function readPolicy(file: string): Promise<ClockPolicy> {
  try {
    return { presets: [], ...(JSON.parse(await readFile(file, 'utf8')) as object) };
  } catch {
    throw new OpsError(`${file} 读不出来:应是 {"presets":["2h2wd"],"rows":[]} 这样的 JSON`);
  }
}

/** The comparison as a person at a terminal reads it. */
function linesOf(answer: SimulateAnswer): string[] {
  const side = ({ onTime, late, open, rate }: SimulatedFigure) =>
    `按期 ${onTime} 超期 ${late} 在办 ${open} 按期办结率 ${rate === null ? '—' : `${(rate / 100).toFixed(2)}%`}`;
  return [
    `工单 ${answer.orders} 件${answer.unreadable > 0 ? `(其中 ${answer.unreadable} 件历史读不通,未计入)` : ''},截至 ${answer.asOf}`,
    `原规则: ${side(answer.before)}`,
    `推演:   ${side(answer.after)}`,
    ...answer.units.map((unit) => `  ${unit.unitName}: ${side(unit.before)} → ${side(unit.after)}`),
    ...answer.late.map(
      (order) => `  ${order.orderNo}: ${order.before} ${order.dueBefore} → ${order.after} ${order.dueAfter}`,
    ),
    ...(answer.lateTotal > answer.late.length ? [`  … 共 ${answer.lateTotal} 件超期`] : []),
  ];
}
