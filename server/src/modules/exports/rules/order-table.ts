import { DESK_MARKS, type DeskClock, type DeskRow, URGENCIES } from '@yihu/shared';
import { type Cell, type Column, column } from './table';

const LIGHTS = { YELLOW: '黄', ORANGE: '橙', RED: '红' } as const;
const lightOf = (clock: DeskClock | null) => (clock?.light == null ? '' : LIGHTS[clock.light]);

/** The desk's list as a reader sees it, column by column. */
export const ORDER_COLUMNS: readonly (Column & { of: (row: DeskRow) => Cell })[] = [
  { ...column('工单编号', 20), of: (row) => row.orderNo },
  { ...column('上级编号', 24), of: (row) => row.upperNo },
  { ...column('状态'), of: (row) => row.stateLabel },
  { ...column('标题', 30), of: (row) => row.title },
  { ...column('内容开头', 40), of: (row) => row.excerpt },
  { ...column('分类', 16), of: (row) => row.className },
  { ...column('诉求类型'), of: (row) => row.requestTypeLabel },
  { ...column('紧急程度'), of: (row) => URGENCIES[row.urgency] },
  { ...column('渠道', 16), of: (row) => row.channelLabel },
  { ...column('社区', 14), of: (row) => row.communityName },
  { ...column('网格', 14), of: (row) => row.gridName },
  { ...column('地点', 24), of: (row) => row.placeLabel },
  { ...column('承办单位', 14), of: (row) => row.leadUnitName },
  { ...column('收到时间', 17), of: (row) => ({ instant: row.receivedAt }) },
  { ...column('正等着的一步', 14), of: (row) => row.inner?.label ?? null },
  { ...column('这一步到期', 17), of: (row) => ({ instant: row.inner?.dueAt ?? null }) },
  { ...column('灯', 6), of: (row) => lightOf(row.inner) },
  { ...column('已超期', 8), of: (row) => (row.late ? '是' : '否') },
  { ...column('上级时限', 17), of: (row) => ({ instant: row.outer?.dueAt ?? null }) },
  { ...column('重办次数', 10), of: (row) => row.reworks },
  { ...column('不满意次数', 11), of: (row) => row.unhappy },
  { ...column('标记', 16), of: (row) => row.marks.map((mark) => DESK_MARKS[mark]).join('、') },
];
