import { BULK_AT_MOST, type BulkBody, type BulkCheckBody, type BulkTarget } from '@yihu/shared';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsObject,
  IsString,
  Length,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import { ULID } from '../../platform/ids';

export class BulkTargetDto implements BulkTarget {
  @Matches(ULID, { message: '工单编号不对' })
  id!: string;

  @IsInt({ message: '版本号不对' })
  @Min(0, { message: '版本号不对' })
  version!: number;
}

export class BulkCheckDto implements BulkCheckBody {
  @IsString({ message: '操作不对' })
  @Length(1, 20, { message: '操作不对' })
  action!: string;

  @IsObject({ message: '表单不对' })
  fields!: Record<string, unknown>;

  @IsArray({ message: '应是列表' })
  @ArrayMinSize(1, { message: '没有选工单' })
  @ArrayMaxSize(BULK_AT_MOST, { message: `一次最多 ${BULK_AT_MOST} 件` })
  @ArrayUnique((target: BulkTarget | null) => target?.id, { message: '有重复的工单' })
  @ValidateNested({ each: true })
  @Type(() => BulkTargetDto)
  orders!: BulkTargetDto[];
}

export class BulkDto extends BulkCheckDto implements BulkBody {
  @Matches(ULID, { message: '批次编号不对' })
  bulkId!: string;
}
