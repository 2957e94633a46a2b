import { CALL_CHANNELS, CALLS_AT_MOST, type CallChannel, type CallsBody, type CallsRow } from '@yihu/shared';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { ULID } from '../../platform/ids';

const CALLS_MOST = 100_000;
const SECONDS_MOST = 100_000_000;

export class CallsRowDto implements CallsRow {
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: '应是日期' })
  @IsISO8601({ strict: true }, { message: '没有这一天' })
  day!: string;

  @IsIn(CALL_CHANNELS, { message: '没有这条线路' })
  channel!: CallChannel;

  @IsInt({ message: '来电数应是整数' })
  @Min(0, { message: '来电数不能小于 0' })
  @Max(CALLS_MOST, { message: `来电数最多 ${CALLS_MOST}` })
  offered!: number;

  @IsInt({ message: '接通数应是整数' })
  @Min(0, { message: '接通数不能小于 0' })
  @Max(CALLS_MOST, { message: `接通数最多 ${CALLS_MOST}` })
  answered!: number;

  @IsInt({ message: '等待秒数应是整数' })
  @Min(0, { message: '等待秒数不能小于 0' })
  @Max(SECONDS_MOST, { message: `等待秒数最多 ${SECONDS_MOST}` })
  waitSeconds!: number;
}

export class CallsDto implements CallsBody {
  @Matches(ULID, { message: '命令编号不对' })
  commandId!: string;

  @Matches(ULID, { message: '街道编号不对' })
  streetId!: string;

  @IsArray({ message: '应是列表' })
  @ArrayMinSize(1, { message: '没有要填的' })
  @ArrayMaxSize(CALLS_AT_MOST, { message: `一次最多 ${CALLS_AT_MOST} 行` })
  @ValidateNested({ each: true })
  @Type(() => CallsRowDto)
  rows!: CallsRowDto[];
}
