import { UPPER_SYSTEMS } from '@yihu/shared';
import { IsIn, IsString, Length, Matches } from 'class-validator';
import { ULID } from '../../platform/ids';

export class UpperExportDto {
  @IsIn(Object.keys(UPPER_SYSTEMS), { message: '没有这个上级平台' })
  upperSystem!: string;
}

export class UpperAckDto {
  @Matches(ULID, { message: '操作编号不对' })
  commandId!: string;

  @Matches(ULID, { message: '批次编号不对' })
  batchId!: string;

  @IsString({ message: '请填写回执号' })
  @Length(2, 64, { message: '回执号应是 2–64 个字' })
  upperRef!: string;
}
