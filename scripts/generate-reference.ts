/**
 * `node scripts/generate-reference.ts`: writes docs/reference.md, the tables of the contract in readable form.
 * The gate `generated` runs it and fails when the file was not what it writes.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contract from '@yihu/shared';

const escaped = (cell: string) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

const RELATIONS: Record<contract.Relation, string> = {
  self: '诉求人本人',
  office: '热线办',
  lead: '承办单位',
  support: '协助单位',
  clerk: '坐席代办',
  system: '系统',
  effect: '程序或台账',
};

function target(to: contract.Transition['to']): string {
  if (to === 'SAME') return '不变';
  if (to === 'RESUME') return '回到补充前';
  const states = typeof to === 'string' ? [to] : to;
  return states.map((state) => contract.STATES[state]).join(' 或 ');
}

function actionRows(): string[][] {
  return contract.ACTIONS.map((name) => {
    const { label, from, to, who, fields, guards } = contract.TRANSITIONS[name];
    return [
      `${label} \`${name}\``,
      from.map((state) => contract.STATES[state]).join('、'),
      target(to),
      [...new Set(who.map(({ relation }) => RELATIONS[relation]))].join('、'),
      fields.map((field) => (field.required ? `**${field.label}**` : field.label)).join('、'),
      guards.map((guard) => `\`${guard}\``).join(' '),
    ];
  });
}

function doerText(doer: contract.Doer): string {
  if (doer === 'system') return '系统';
  if (doer === 'opener') return '提出的单位';
  if (doer === 'subject') return '本人';
  if ('task' in doer) return '任务承担者';
  return 'at' in doer ? '所在网格或社区' : RELATIONS[doer.relation];
}

const once = (words: readonly string[]) => [...new Set(words)].join('、');

function dueText({ label, due }: contract.StageClock): string {
  const length = 'dayField' in due ? '到填写的那天' : `${due.amount} ${contract.UNIT_TEXT[due.unit]}`;
  return `${label} ${length}`;
}

function procedureRows(): string[][] {
  return Object.entries(contract.PROCEDURES).map(([name, kind]) => [
    `${kind.label} \`${name}\``,
    once(kind.from.map((state) => contract.STATES[state])),
    once(kind.open.by.map(doerText)),
    kind.open.fields.map((field) => (field.required ? `**${field.label}**` : field.label)).join('、'),
    once(Object.values(kind.steps).map((step) => step.label)),
    once((kind.clocks ?? []).map(dueText)),
    once(
      Object.values(kind.stages).flatMap((stage) =>
        (stage.blocks ?? []).map((action) => contract.TRANSITIONS[action].label),
      ),
    ),
  ]);
}

const STRIKES: Record<contract.StrikeWhen, string> = {
  ORDERS_CLOSED: '工单都已办结',
  ORDERS_SOLVED: '工单都已解决或解释',
  PHOTO_AFTER: '有整改后的照片',
  RECORD: '有结果记录',
};

function ledgerRows(): string[][] {
  return Object.entries(contract.LEDGERS).map(([name, kind]) => [
    `${kind.label} \`${name}\``,
    kind.about,
    contract.PERMISSIONS[kind.enter],
    STRIKES[kind.strike],
    once((kind.blocks ?? []).map((action) => contract.TRANSITIONS[action].label)),
  ]);
}

const sections = [
  '# 约定一览 (reference)',
  '由 `node scripts/generate-reference.ts` 从 `shared/` 生成,请勿手工修改。',
  '## 动作 (actions)',
  '加粗的是必填项。表里没有的动作一律拒绝。',
  table(['动作', '从', '到', '谁', '填写', '条件'], actionRows()),
  '## 程序 (procedures)',
  '时限是默认值,街道可以用 `procedure` 规则改。',
  table(['程序', '工单在', '谁提出', '填写', '步骤', '时限', '期间不能'], procedureRows()),
  '## 台账 (ledgers)',
  '销号一律由经办人、责任人和申请人以外的人办理。',
  table(['台账', '一条是', '谁列入(权限)', '什么时候能销号', '期间不能'], ledgerRows()),
  '## 接口 (routes)',
  table(
    ['名称', '方法', '路径', '权限'],
    Object.entries(contract.ROUTES).map(([name, { method, path, can }]) => [
      name,
      method,
      `\`${path}\``,
      can,
    ]),
  ),
  '## 拒绝的说法 (errors)',
  table(
    ['代码', 'HTTP', '说法'],
    Object.entries(contract.ERRORS).map(([code, { status, text }]) => [code, String(status), text]),
  ),
  '## 权限 (permissions)',
  table(['权限', '含义'], Object.entries(contract.PERMISSIONS)),
];

writeFileSync(join(import.meta.dirname, '..', 'docs', 'reference.md'), `${sections.join('\n\n')}\n`);
