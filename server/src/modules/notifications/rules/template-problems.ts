import { TEMPLATE_KINDS, type TemplateKind } from '@yihu/shared';
import { fill } from './fill';

/** What of WeChat's list of templates matters here. */
export interface ListedTemplate {
  id: string;
  keys: readonly string[];
  longTerm: boolean;
  enums: Readonly<Record<string, readonly string[]>>;
}

const SAMPLE = {
  orderNo: 'NQ20261122-0001',
  title: '楼道堆物',
  phrase: '处理中',
  thing: '网格员已到现场',
  at: '2026-11-22T06:00:00.000Z',
};

/**
 * What keeps a configured template from being sent, in Chinese for an operator; null when nothing does.
 * @param id as configured; empty = none
 * @param canFill whether the product has a value for a template key
 */
export function templateProblem(
  kind: TemplateKind,
  id: string,
  listed: readonly ListedTemplate[],
  canFill: (key: string) => boolean,
): string | null {
  const name = TEMPLATE_KINDS[kind];
  if (id === '') return `「${name}」没有配置模板,这类消息只进小程序内的消息列表`;
  const template = listed.find((each) => each.id === id);
  if (template === undefined) return `「${name}」配置的模板不在小程序的模板列表里`;
  if (template.keys.length === 0) return `「${name}」的模板没有可填的内容`;
  const unknown = template.keys.filter((key) => !canFill(key));
  if (unknown.length > 0) return `「${name}」的模板有填不了的项:${unknown.join('、')}`;
  const enums = Object.fromEntries(Object.entries(template.enums).map(([key, list]) => [key, [...list]]));
  if (fill([...template.keys], enums, SAMPLE) === null) return `「${name}」的模板有项目没有合适的内容可填`;
  return null;
}

/** WeChat shows no dialog that asks for one-time and long-term templates together (20002). */
export function mixProblem(
  kinds: readonly { id: string }[],
  listed: readonly ListedTemplate[],
): string | null {
  const types = new Set(kinds.flatMap(({ id }) => listed.find((each) => each.id === id)?.longTerm ?? []));
  return types.size > 1 ? '居民的模板里既有一次性又有长期订阅,微信不能一起询问' : null;
}
