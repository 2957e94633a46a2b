import {
  CHANNELS,
  type Channel,
  type DeskQuery,
  dayEnd,
  dayStart,
  type Instant,
  LINES,
  LIST_LIMIT,
  LIST_SORTS,
  LIST_VIEWS,
  type ListSort,
  type ListViewName,
  STATES,
  type State,
  URGENCIES,
} from '@yihu/shared';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { PlainQuery } from '../../platform/http/quick-check';
import { ULID } from '../../platform/ids';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const PAGE = 20;
const IDS = new RegExp(`^${ULID.source.slice(1, -1)}(,${ULID.source.slice(1, -1)}){0,${LIST_LIMIT - 1}}$`);
/** An empty parameter is one that was left out. */
const Blank = () => Transform(({ value }) => (value === '' ? undefined : value));

/** Query of the desk's list, see DeskQuery. */
@PlainQuery('limit')
export class ListAsk implements Omit<DeskQuery, 'limit'> {
  @IsOptional()
  @Blank()
  @IsIn(Object.keys(LIST_VIEWS), { message: '没有这个列表' })
  view?: ListViewName;

  @IsOptional()
  @Blank()
  @IsIn(Object.keys(STATES), { message: '没有这个状态' })
  state?: State;

  @IsOptional()
  @Blank()
  @Matches(/^\d{6}$/, { message: '分类编号应是 6 位数字' })
  classCode?: string;

  @IsOptional()
  @Blank()
  @Matches(ULID, { message: '单位编号不对' })
  unitId?: string;

  @IsOptional()
  @Blank()
  @Matches(ULID, { message: '网格编号不对' })
  gridId?: string;

  @IsOptional()
  @Blank()
  @IsIn(Object.keys(CHANNELS), { message: '没有这个渠道' })
  channel?: Channel;

  @IsOptional()
  @Blank()
  @IsIn(Object.keys(URGENCIES), { message: '没有这个紧急程度' })
  urgency?: string;

  @IsOptional()
  @Blank()
  @IsIn(Object.keys(LINES), { message: '没有这条分线' })
  line?: string;

  @IsOptional()
  @Blank()
  @Matches(DAY, { message: '应是日期,例如 2026-11-01' })
  from?: string;

  @IsOptional()
  @Blank()
  @Matches(DAY, { message: '应是日期,例如 2026-11-01' })
  to?: string;

  @IsOptional()
  @Blank()
  @IsIn(['YELLOW', 'ORANGE', 'RED'], { message: '没有这种灯' })
  light?: 'YELLOW' | 'ORANGE' | 'RED';

  @IsOptional()
  @Blank()
  @IsIn(['1'], { message: '超期应是 1 或不填' })
  late?: '1';

  /** How long it may be, SearchService says. */
  @IsOptional()
  @IsString({ message: '搜索内容应是文字' })
  q?: string;

  @IsOptional()
  @Blank()
  @IsIn(Object.keys(LIST_SORTS), { message: '没有这种排序' })
  sort?: ListSort;

  @IsOptional()
  @Blank()
  @Matches(IDS, { message: `工单编号不对,一次最多 ${LIST_LIMIT} 件` })
  ids?: string;

  @IsOptional()
  @Blank()
  @Matches(/^[\w-]{1,120}$/, { message: '翻页位置不对' })
  after?: string;

  @IsOptional()
  @Transform(({ value }) => (value === undefined || value === '' ? PAGE : Number(value)))
  @IsInt({ message: '每页件数应是整数' })
  @Min(1, { message: '每页至少 1 件' })
  @Max(LIST_LIMIT, { message: `每页最多 ${LIST_LIMIT} 件` })
  limit: number = PAGE;
}

/** From the beginning of the one day to the end of the other. */
export function spanOf({ from, to }: Pick<ListAsk, 'from' | 'to'>): {
  from: Instant | null;
  to: Instant | null;
} {
  return {
    from: from === undefined ? null : dayStart(from),
    to: to === undefined ? null : dayEnd(to),
  };
}
