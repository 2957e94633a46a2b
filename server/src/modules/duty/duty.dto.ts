import { DUTY_ROLES, type DutyRole, type RosterBody, type ShiftBody } from '@yihu/shared';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, Matches, ValidateNested } from 'class-validator';
import { ULID } from '../../platform/ids';

/** Three shifts a day for two months. */
const SHIFTS_AT_MOST = 200;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

export class ShiftDto implements ShiftBody {
  @IsIn(Object.keys(DUTY_ROLES), { message: '应是盯守或值班' })
  role!: DutyRole;

  @Matches(ULID, { message: '人员编号不对' })
  personId!: string;

  @Matches(INSTANT, { message: '应是时刻' })
  startsAt!: string;

  @Matches(INSTANT, { message: '应是时刻' })
  endsAt!: string;
}

export class RosterDto implements RosterBody {
  @Matches(ULID, { message: '单位编号不对' })
  unitId!: string;

  @IsArray({ message: '应是列表' })
  @ArrayMinSize(1, { message: '没有班次' })
  @ArrayMaxSize(SHIFTS_AT_MOST, { message: `一次最多 ${SHIFTS_AT_MOST} 班` })
  @ValidateNested({ each: true })
  @Type(() => ShiftDto)
  shifts!: ShiftDto[];
}
