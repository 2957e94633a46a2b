import { PRESETS, type PresetName } from '@yihu/shared';
import { ArrayMaxSize, IsArray, IsIn, IsObject, IsOptional, Matches } from 'class-validator';

const UNIT = /^[0-9A-Z]{26}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class SimulateBody {
  @IsOptional()
  @Matches(UNIT, { message: '不是有效的单位' })
  unitId?: string;

  /** First and last day of the period, both included. */
  @Matches(DAY, { message: '应是日期,例如 2026-10-01' })
  fromDay!: string;

  @Matches(DAY, { message: '应是日期,例如 2026-10-31' })
  toDay!: string;

  /** Presets asked about, instead of a whole clock policy. */
  @IsOptional()
  @IsArray({ message: '应是列表' })
  @ArrayMaxSize(10, { message: '最多 10 个' })
  @IsIn(Object.keys(PRESETS), { each: true, message: '没有这个预设' })
  presets?: PresetName[];

  /** A clock policy as it would be saved. */
  @IsOptional()
  @IsObject({ message: '应是规则的内容' })
  clock?: object;

  /** Limits as they would be saved. */
  @IsOptional()
  @IsObject({ message: '应是规则的内容' })
  limit?: object;
}
