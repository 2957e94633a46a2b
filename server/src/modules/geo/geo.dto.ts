import {
  ADDED_KINDS,
  type AddedKind,
  CARD_VOLUNTEERS,
  type CardContact,
  type ChangeUnitBody,
  type DrawGridBody,
  type GridNames,
  type ImportGridsBody,
  type ImportMapping,
  type MergeGridsBody,
  type MoveGridPeopleBody,
  type MoveUnitBody,
  type NewUnitBody,
  type Outline,
  type Position,
  type ReshapeGridBody,
  type RetireGridBody,
  type RetireUnitBody,
  type ServiceCardBody,
  type SplitGridBody,
  type SplitPart,
  type Wgs84Pair,
} from '@yihu/shared';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { MaxChars } from '../../platform/http/max-chars';
import { ULID } from '../../platform/ids';

const CODE = /^\s*[0-9A-Za-z][0-9A-Za-z_-]{0,31}\s*$/;
const PHONE = /^[0-9+()转 -]{0,32}$/;
const LINE_MOST = 200;
const PIECES_MOST = 10;

const words = (most: number) => MaxChars(most, { message: `最多 ${most} 字` });
const filled = (most: number) => Matches(/\S/, { message: `不能空着,最多 ${most} 字` });
const version = () => IsInt({ message: '应是整数' });

class PlannedDto {
  @IsOptional() @IsBoolean({ message: '应是是或否' }) dryRun?: boolean;
  @IsOptional() @IsBoolean({ message: '应是是或否' }) confirmOverlap?: boolean;
}

class GridNamesDto implements GridNames {
  @Matches(CODE, { message: '编号应是 1–32 位字母、数字或短横' }) code!: string;
  @words(64) @filled(64) name!: string;
  @words(6) @filled(6) shortName!: string;
}

export class StreetDto {
  @IsOptional() @Matches(ULID, { message: '街道编号不对' }) streetId?: string;
}

export class DrawGridDto extends PlannedDto implements DrawGridBody {
  @Matches(CODE, { message: '编号应是 1–32 位字母、数字或短横' }) code!: string;
  @words(64) @filled(64) name!: string;
  @words(6) @filled(6) shortName!: string;
  @Matches(ULID, { message: '请选社区' }) communityId!: string;
  @IsObject({ message: '没有边界' }) outline!: Outline;
  @IsOptional() @words(64) note?: string;
}

export class ReshapeGridDto extends PlannedDto implements ReshapeGridBody {
  @version() version!: number;
  @IsObject({ message: '没有边界' }) outline!: Outline;
  @IsOptional() @words(64) note?: string;
}

class SplitPartDto extends GridNamesDto implements SplitPart {
  @IsOptional()
  @IsArray({ message: '应是列表' })
  @ArrayMaxSize(50, { message: '一次最多安排 50 人' })
  @Matches(ULID, { each: true, message: '人员编号不对' })
  people?: string[];
}

export class SplitGridDto extends PlannedDto implements SplitGridBody {
  @version() version!: number;
  @IsArray({ message: '应是列表' })
  @ArrayMinSize(2, { message: '线至少两个点' })
  @ArrayMaxSize(LINE_MOST, { message: `线最多 ${LINE_MOST} 个点` })
  line!: Position[];
  @IsArray({ message: '应是列表' })
  @ArrayMaxSize(PIECES_MOST, { message: `一次最多分出 ${PIECES_MOST} 块` })
  @ValidateNested({ each: true })
  @Type(() => SplitPartDto)
  parts!: SplitPartDto[];
}

class EndedGridDto {
  @Matches(ULID, { message: '网格编号不对' }) id!: string;
  @version() version!: number;
}

export class MergeGridsDto extends PlannedDto implements MergeGridsBody {
  @version() version!: number;
  @IsArray({ message: '应是列表' })
  @ArrayMinSize(1, { message: '请选要并入的网格' })
  @ArrayMaxSize(20, { message: '一次最多并入 20 个' })
  @ValidateNested({ each: true })
  @Type(() => EndedGridDto)
  others!: EndedGridDto[];
}

export class RetireGridDto extends PlannedDto implements RetireGridBody {
  @version() version!: number;
  @words(200) @filled(200) reason!: string;
  @IsOptional() @Matches(ULID, { message: '请选人员转到哪里' }) peopleTo?: string;
}

export class MoveGridPeopleDto implements MoveGridPeopleBody {
  @Matches(ULID, { message: '请选人员转到哪里' }) to!: string;
}

class ImportMappingDto implements ImportMapping {
  @words(64) @filled(64) code!: string;
  @words(64) @filled(64) name!: string;
  @words(64) community!: string;
}

export class ImportGridsDto extends PlannedDto implements ImportGridsBody {
  @Matches(ULID, { message: '街道编号不对' }) streetId!: string;
  @IsObject({ message: '文件不是 GeoJSON' }) geojson!: object;
  @ValidateNested()
  @Type(() => ImportMappingDto)
  @IsObject({ message: '请选各项' })
  mapping!: ImportMappingDto;
}

class PairDto implements Wgs84Pair {
  @IsNumber({}, { message: '纬度应是数字' }) @Min(-90) @Max(90) lat!: number;
  @IsNumber({}, { message: '经度应是数字' }) @Min(-180) @Max(180) lng!: number;
}

class UnitWordsDto {
  @IsOptional() @Matches(PHONE, { message: '电话只写数字、短横、括号和「转」' }) phone?: string;
  @IsOptional() @Matches(PHONE, { message: '电话只写数字、短横、括号和「转」' }) dutyPhone?: string;
  @IsOptional() @words(100) address?: string;
  @IsOptional() @words(60) hours?: string;
  @IsOptional() @words(30) form?: string;
  @IsOptional() @words(30) head?: string;
  @IsOptional() @ValidateNested() @Type(() => PairDto) at?: PairDto | null;
  @IsOptional() @IsInt({ message: '应是整数' }) @Min(0) @Max(10_000_000) population?: number | null;
}

export class NewUnitDto extends UnitWordsDto implements NewUnitBody {
  @Matches(CODE, { message: '编号应是 1–32 位字母、数字或短横' }) code!: string;
  @words(64) @filled(64) name!: string;
  @words(6) @filled(6) shortName!: string;
  @IsIn(ADDED_KINDS, { message: '没有这一种单位' }) kind!: AddedKind;
  @Matches(ULID, { message: '单位编号不对' }) parentId!: string;
}

export class ChangeUnitDto extends UnitWordsDto implements ChangeUnitBody {
  @version() version!: number;
  @IsOptional() @words(64) @filled(64) name?: string;
  @IsOptional() @words(6) @filled(6) shortName?: string;
}

export class MoveUnitDto implements MoveUnitBody {
  @version() version!: number;
  @Matches(ULID, { message: '单位编号不对' }) parentId!: string;
}

export class RetireUnitDto implements RetireUnitBody {
  @version() version!: number;
  @words(200) @filled(200) reason!: string;
}

class ContactDto implements CardContact {
  @words(20) name!: string;
  @Matches(PHONE, { message: '电话只写数字、短横、括号和「转」' }) phone!: string;
}

export class ServiceCardDto implements ServiceCardBody {
  @version() version!: number;
  @ValidateNested() @Type(() => ContactDto) @IsObject({ message: '没有填' }) leader!: ContactDto;
  @ValidateNested() @Type(() => ContactDto) @IsObject({ message: '没有填' }) secretary!: ContactDto;
  @IsArray({ message: '应是列表' })
  @ArrayMaxSize(CARD_VOLUNTEERS, { message: `最多 ${CARD_VOLUNTEERS} 人` })
  @ValidateNested({ each: true })
  @Type(() => ContactDto)
  volunteers!: ContactDto[];
  @words(60) note!: string;
  @IsOptional() @Matches(ULID, { message: '图片编号不对' }) wechatPhotoId?: string | null;
  @IsOptional() @Matches(ULID, { message: '图片编号不对' }) qqPhotoId?: string | null;
}
