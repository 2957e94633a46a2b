import { type ClassLeaf, readClassTable } from '../../classes.ts';
import { isRecord, type PolicyContext, type PolicyLineFault } from '../fault.ts';

/** A street's class tree, in the table form of class-table.ts: a spreadsheet's columns joined by `|`. */
export interface ClassPolicy {
  table: string;
}

const MAX_CHARS = 30_000;
const fault = (line: number, field: string, message: string): PolicyLineFault => ({ line, field, message });

/** The leaves a stored tree stands for. Throws where `checkClassTree` finds faults. */
export function classLeavesOf(policy: ClassPolicy): ClassLeaf[] {
  return readClassTable(policy.table);
}

/** Faults of a class tree, line by line of its table. */
export function checkClassTree(body: unknown, { previous }: PolicyContext): PolicyLineFault[] {
  if (!isRecord(body) || typeof body.table !== 'string' || Object.keys(body).length !== 1) {
    return [fault(0, 'table', '应是分类表的文字')];
  }
  if (body.table.length > MAX_CHARS) return [fault(0, 'table', `最多 ${MAX_CHARS} 个字`)];
  const known = usedCodes(previous);
  const codes = new Map<string, number>();
  const services = new Map<string, number>();
  const faults: PolicyLineFault[] = [];
  for (const [at, raw] of body.table.split('\n').entries()) {
    const line = raw.trim();
    if (line === '') continue;
    const [code = '', ...cells] = line.split('|');
    const problem = lineFault(code, cells, codes, services, known);
    if (problem !== null) faults.push(fault(at + 1, problem[0], problem[1]));
    if (codes.has(code)) continue;
    codes.set(code, at + 1);
    if (cells[0] && code.length === 6) services.set(cells[0], at + 1);
  }
  if (faults.length > 0) return faults;
  const leaves = readClassTable(body.table);
  return leaves.length === 0 ? [fault(0, 'table', '没有一个三级分类')] : [];
}

function lineFault(
  code: string,
  cells: readonly string[],
  codes: ReadonlyMap<string, number>,
  services: ReadonlyMap<string, number>,
  known: ReadonlyMap<string, string>,
): [field: string, message: string] | null {
  if (!/^(\d{2}){1,3}$/.test(code)) return ['code', `编码应是 2、4 或 6 位数字: ${code.slice(0, 20)}`];
  const twin = codes.get(code);
  if (twin !== undefined) return ['code', `${code} 与第 ${twin} 行重复`];
  for (let length = 2; length < code.length; length += 2) {
    const above = code.slice(0, length);
    if (!codes.has(above)) return ['code', `没有上级分类 ${above}`];
  }
  if (code.length < 6) return cells.length === 1 && cells[0] ? null : ['name', '应是 编码|名称'];
  const [service = '', name = '', urgency = '', marks = ''] = cells;
  if (!/^[a-z][a-z0-9_]{1,39}$/.test(service))
    return ['service_code', `应是小写英文: ${service.slice(0, 20)}`];
  const same = services.get(service);
  if (same !== undefined) return ['service_code', `${service} 与第 ${same} 行重复`];
  const before = known.get(code);
  // A code once used is never reused: old orders bear it.
  if (before !== undefined && before !== service) return ['code', `${code} 已用于 ${before},不能改作他用`];
  if (name === '' || [...name].length > 20) return ['name', '名称应是 1 到 20 个字'];
  if (!/^L[1-4]$/.test(urgency)) return ['urgency', `紧急程度应是 L1 到 L4: ${urgency.slice(0, 20)}`];
  if (!/^([DCE](,[DCE])*)?$/.test(marks)) return ['marks', `标记只有 D、C、E: ${marks.slice(0, 20)}`];
  return null;
}

function usedCodes(previous: unknown): ReadonlyMap<string, string> {
  if (!isRecord(previous) || typeof previous.table !== 'string') return new Map();
  return new Map(readClassTable(previous.table).map((leaf) => [leaf.code, leaf.serviceCode]));
}
