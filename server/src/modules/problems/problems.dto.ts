import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsNumber, IsOptional, Matches, Max, Min } from 'class-validator';
import { ULID } from '../../platform/ids';
import { ActDto, GeoPointDto } from '../orders';

export class NearDto {
  @Type(() => Number)
  @IsNumber({}, { message: '纬度应是数字' })
  @Min(-90, { message: '纬度应在 -90 到 90' })
  @Max(90, { message: '纬度应在 -90 到 90' })
  lat!: number;

  @Type(() => Number)
  @IsNumber({}, { message: '经度应是数字' })
  @Min(-180, { message: '经度应在 -180 到 180' })
  @Max(180, { message: '经度应在 -180 到 180' })
  lng!: number;

  @IsIn(['WGS84', 'GCJ02'], { message: '坐标系应是 WGS84 或 GCJ02' })
  datum!: GeoPointDto['datum'];
}

export class JoinDto extends ActDto {
  @Matches(ULID, { message: '工单编号不对' })
  orderId!: string;
}

export class MembersDto extends ActDto {
  /** Only says what would be done. */
  @IsBoolean({ message: 'dryRun 应是 true 或 false' })
  dryRun!: boolean;

  /** Whether those of the same unit that are not signed for yet are signed for first. */
  @IsOptional()
  @Transform(({ value }) => value ?? false)
  @IsBoolean({ message: 'signFirst 应是 true 或 false' })
  signFirst?: boolean;
}
