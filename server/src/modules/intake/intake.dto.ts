import {
  CHANNELS,
  type EnterpriseBody,
  FIRM_SIZES,
  type FirmSize,
  GATHERINGS,
  INDUSTRIES,
  type Industry,
  type IntakeCheckBody,
  type KnownBody,
  type MeetingBody,
  type MeetingRow,
  PARTY_KINDS,
  type PartyKind,
  PLACE_WORDS_MAX,
  type PlaceSearchBody,
  REQUEST_TYPES,
  type RequestType,
  SOURCES,
} from '@yihu/shared';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import { MaxChars } from '../../platform/http/max-chars';
import { ULID } from '../../platform/ids';

const ROWS_AT_MOST = 100;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class IntakeCheckDto implements IntakeCheckBody {
  @Matches(ULID, { message: '街道编号不对' })
  streetId!: string;

  @IsString({ message: '内容应是文字' })
  @MaxChars(7000, { message: '内容太长' })
  text!: string;

  @IsIn(Object.keys(REQUEST_TYPES), { message: '诉求类型不对' })
  requestType!: RequestType;

  @IsIn(Object.keys(PARTY_KINDS), { message: '诉求主体不对' })
  partyKind!: PartyKind;

  @IsIn(Object.keys(CHANNELS), { message: '渠道不对' })
  channel!: keyof typeof CHANNELS;

  @IsOptional()
  @Matches(/^\d{6}$/, { message: '分类编号不对' })
  classCode!: string | null;
}

export class CallerDto {
  @IsString({ message: '电话应是文字' })
  @MaxChars(30, { message: '电话太长' })
  phone!: string;
}

export class KnownDto implements KnownBody {
  @Matches(ULID, { message: '街道编号不对' })
  streetId!: string;

  @IsOptional()
  @IsString({ message: '电话应是文字' })
  @MaxChars(30, { message: '电话太长' })
  phone!: string | null;

  @Matches(/^\d{6}$/, { message: '分类编号不对' })
  classCode!: string;

  @IsOptional()
  @Matches(ULID, { message: '网格编号不对' })
  gridId!: string | null;
}

export class PlaceSearchDto implements PlaceSearchBody {
  @Matches(ULID, { message: '街道编号不对' })
  streetId!: string;

  @IsString({ message: '地点应是文字' })
  @MaxChars(PLACE_WORDS_MAX, { message: `地点最多 ${PLACE_WORDS_MAX} 个字` })
  q!: string;
}

/** What is wrong with a row's words is said of that row; only its shape is checked here. */
export class MeetingRowDto implements MeetingRow {
  @IsString({ message: '内容应是文字' })
  text!: string;

  @IsString({ message: '地址应是文字' })
  @MaxChars(120, { message: '地址最多 120 个字' })
  address!: string;

  @IsOptional()
  @IsString({ message: '分类编号不对' })
  classCode!: string | null;

  @IsString({ message: '诉求类型不对' })
  requestType!: RequestType;

  @IsString({ message: '诉求主体不对' })
  partyKind!: PartyKind;

  @IsString({ message: '企业名称应是文字' })
  @MaxChars(80, { message: '企业名称最多 80 个字' })
  companyName!: string;

  @IsOptional()
  @IsString({ message: '统一社会信用代码应是文字' })
  @MaxChars(30, { message: '统一社会信用代码太长' })
  creditCode?: string | null;

  @IsOptional()
  @IsString({ message: '网格编号不对' })
  @MaxChars(32, { message: '网格编号太长' })
  gridCode?: string | null;

  @IsString({ message: '称呼应是文字' })
  @MaxChars(20, { message: '称呼最多 20 个字' })
  contactName!: string;

  @IsString({ message: '电话应是文字' })
  @MaxChars(30, { message: '电话太长' })
  contactPhone!: string;
}

export class MeetingDto implements MeetingBody {
  @Matches(ULID, { message: '操作编号不对' })
  commandId!: string;

  @IsBoolean({ message: '试登记应是是或否' })
  dryRun!: boolean;

  @Matches(ULID, { message: '街道编号不对' })
  streetId!: string;

  @IsString({ message: '请填写会议名称' })
  @Length(4, 60, { message: '会议名称应是 4–60 个字' })
  title!: string;

  @IsIn(Object.keys(GATHERINGS), { message: '没有这种会议' })
  form!: keyof typeof GATHERINGS;

  @Matches(DAY, { message: '开会日期不对' })
  heldOn!: string;

  @IsString({ message: '请填写地点' })
  @Length(2, 60, { message: '地点应是 2–60 个字' })
  place!: string;

  @IsIn(Object.keys(CHANNELS), { message: '渠道不对' })
  channel!: keyof typeof CHANNELS;

  @IsIn(Object.keys(SOURCES), { message: '来源不对' })
  source!: keyof typeof SOURCES;

  @IsArray({ message: '清单不对' })
  @ArrayMaxSize(ROWS_AT_MOST, { message: `一次最多 ${ROWS_AT_MOST} 行` })
  @ValidateNested({ each: true, message: '清单里有一行不对' })
  @Type(() => MeetingRowDto)
  rows!: MeetingRowDto[];
}

export class OfficerDto {
  @Matches(ULID, { message: '人员编号不对' })
  personId!: string;

  @Matches(ULID, { message: '单位编号不对' })
  unitId!: string;
}

export class EnterpriseDto implements EnterpriseBody {
  @IsInt({ message: '版本号不对' })
  @Min(0, { message: '版本号不对' })
  version!: number;

  @IsString({ message: '请填写企业名称' })
  @Length(2, 80, { message: '企业名称应是 2–80 个字' })
  name!: string;

  @IsOptional()
  @IsString({ message: '统一社会信用代码应是文字' })
  @MaxChars(30, { message: '统一社会信用代码太长' })
  creditCode: string | null = null;

  @IsOptional()
  @IsIn(Object.keys(INDUSTRIES), { message: '没有这个行业门类' })
  industry: Industry | null = null;

  @IsOptional()
  @IsIn(Object.keys(FIRM_SIZES), { message: '没有这种规模' })
  size: FirmSize | null = null;

  @IsOptional()
  @IsObject({ message: '专员不对' })
  @ValidateNested({ message: '专员不对' })
  @Type(() => OfficerDto)
  officer: OfficerDto | null = null;
}

export class ClassesQuery {
  @Matches(ULID, { message: '街道编号不对' })
  streetId!: string;

  @IsIn(Object.keys(PARTY_KINDS), { message: '诉求主体不对' })
  partyKind!: PartyKind;
}

export class SpanQuery {
  @IsOptional()
  @Matches(DAY, { message: '起始日期不对' })
  from?: string;

  @IsOptional()
  @Matches(DAY, { message: '截止日期不对' })
  to?: string;
}
