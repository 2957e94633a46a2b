/** The app's subscription templates: the seeded list and `GET /wxaapi/newtmpl/*`. */
import { createHash } from 'node:crypto';
import type { Feature } from '../feature.ts';
import { json } from '../wire.ts';

/** A template as gettemplate lists it. */
export interface Template {
  priTmplId: string;
  title: string;
  content: string;
  example: string;
  /** 2 one-time, 3 long-term. */
  type: 2 | 3;
  keywordEnumValueList?: { keywordCode: string; enumValueList: string[] }[];
}

interface Field {
  key: string;
  label: string;
  example: string;
  values?: string[];
}

const field = (key: string, label: string, example: string, values?: string[]): Field => ({
  key,
  label,
  example,
  ...(values ? { values } : {}),
});

/** Template ids are 43 characters; derived from the title, so that configuration survives a restart. */
export function templateIdFor(title: string, type: 2 | 3): string {
  return createHash('sha256').update(`${title}/${type}`).digest('base64url');
}

function template(title: string, type: 2 | 3, fields: Field[]): Template {
  const lists = fields.flatMap(({ key, values }) =>
    values ? [{ keywordCode: `${key}.DATA`, enumValueList: values }] : [],
  );
  return {
    priTmplId: templateIdFor(title, type),
    title,
    content: fields.map(({ key, label }) => `${label}:{{${key}.DATA}}\n`).join(''),
    example: fields.map(({ label, example }) => `${label}:${example}\n`).join(''),
    type,
    ...(lists.length > 0 ? { keywordEnumValueList: lists } : {}),
  };
}

const NUMBER = field('character_string1', '诉求编号', 'NQ20261122-0001');
const MATTER = field('thing2', '诉求事项', '楼道堆放杂物堵塞消防通道');

const TEMPLATES: readonly Template[] = [
  template('诉求受理通知', 2, [
    NUMBER,
    MATTER,
    field('phrase3', '受理状态', '已受理'),
    field('time4', '受理时间', '2026年11月22日 14:00'),
    field('thing5', '温馨提示', '11月24日18时前给您答复'),
  ]),
  template('诉求办理进度通知', 2, [
    NUMBER,
    MATTER,
    field('phrase3', '当前状态', '处理中'),
    field('thing4', '承办单位', '丁香社区'),
    field('thing5', '进度说明', '网格员已到现场'),
  ]),
  template('诉求办结通知', 2, [
    NUMBER,
    MATTER,
    field('thing3', '承办单位', '丁香社区'),
    field('time4', '办结时间', '2026年11月23日 10:30'),
    field('thing5', '温馨提示', '请确认问题是否解决'),
  ]),
  template('补充信息提醒', 2, [
    NUMBER,
    MATTER,
    field('thing3', '需补充内容', '请补充具体楼栋和单元'),
    field('date4', '截止时间', '2026年11月25日 18:00'),
  ]),
  template('工单任务提醒', 2, [
    NUMBER,
    MATTER,
    field('thing3', '地点', '丁香社区第3网格'),
    field('time4', '办理时限', '2026年11月22日 16:00'),
    field('phrase5', '任务类型', '请签收'),
  ]),
  template('诉求办理进度提醒', 3, [
    NUMBER,
    MATTER,
    field('enum_string3', '办理阶段', '处理中', ['已受理', '已派单', '处理中', '已答复', '已办结']),
    field('thing4', '承办单位', '丁香社区'),
    field('time5', '更新时间', '2026年11月22日 15:00'),
  ]),
];

/** The names between `{{` and `.DATA}}`, in the order of the template. */
export function keysOf({ content }: Template): string[] {
  return [...content.matchAll(/\{\{([a-z_]+\d+)\.DATA\}\}/g)].map((match) => match[1] ?? '');
}

/** The label a template shows beside a key. */
export function labelOf(list: Template, key: string): string {
  const line = list.content.split('\n').find((text) => text.endsWith(`:{{${key}.DATA}}`));
  return line?.slice(0, line.indexOf(':')) ?? key;
}

export function findTemplate(id: string): Template | undefined {
  return TEMPLATES.find((one) => one.priTmplId === id);
}

/** The one-time templates: those that need a tap for every message. */
export function oneTimeIds(): string[] {
  return TEMPLATES.filter((one) => one.type === 2).map((one) => one.priTmplId);
}

const CATEGORIES = [
  { id: 2135, name: '城管' },
  { id: 2140, name: '街道居委' },
];

export function createTemplates(): Feature {
  return {
    routes: [
      {
        method: 'GET',
        path: '/wxaapi/newtmpl/gettemplate',
        needsToken: true,
        run: (call) => json(call.path, { errcode: 0, errmsg: 'ok', data: TEMPLATES }),
      },
      {
        method: 'GET',
        path: '/wxaapi/newtmpl/getcategory',
        needsToken: true,
        run: (call) => json(call.path, { errcode: 0, errmsg: 'ok', data: CATEGORIES }),
      },
    ],
    controls: [{ method: 'GET', name: 'templates', run: () => TEMPLATES }],
    reset: () => undefined,
  };
}
