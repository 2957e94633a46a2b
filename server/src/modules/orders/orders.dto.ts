import {
  type ActBody,
  type CallerIntake,
  CHANNELS,
  CONFIDENTIALITIES,
  type Confidentiality,
  type GeoPoint,
  LINES,
  PARTY_KINDS,
  type PartyKind,
  REQUEST_TYPES,
  type RequestType,
  SOURCES,
  type SubmitOrder,
  UPPER_SYSTEMS,
} from '@yihu/shared';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { MaxChars } from '../../platform/http/max-chars';
import { Plain } from '../../platform/http/quick-check';
import { ULID } from '../../platform/ids';

@Plain()
export class GeoPointDto implements GeoPoint {
  @IsNumber({}, { message: '纬度应是数字' })
  @Min(-90, { message: '纬度应在 -90 到 90' })
  @Max(90, { message: '纬度应在 -90 到 90' })
  lat!: number;

  @IsNumber({}, { message: '经度应是数字' })
  @Min(-180, { message: '经度应在 -180 到 180' })
  @Max(180, { message: '经度应在 -180 到 180' })
  lng!: number;

  @IsIn(['WGS84', 'GCJ02'], { message: '坐标系应是 WGS84 或 GCJ02' })
  datum!: 'WGS84' | 'GCJ02';
}

@Plain({ point: GeoPointDto })
export class SubmitOrderDto implements SubmitOrder {
  @Matches(ULID, { message: '草稿编号不对' })
  draftId!: string;

  @IsString({ message: '缺少街道' })
  @Length(26, 26, { message: '街道编号不对' })
  streetId!: string;

  /** How long it may be is a rule that says how long it is (checkFiling). */
  @IsString({ message: '内容应是文字' })
  text!: string;

  @IsArray({ message: '照片列表不对' })
  @ArrayMaxSize(9, { message: '一次最多 9 张照片' })
  @ArrayUnique({ message: '照片重复了' })
  @Matches(ULID, { each: true, message: '照片编号不对' })
  photoIds!: string[];

  @IsOptional()
  @Matches(ULID, { message: '录音编号不对' })
  voiceId?: string | null;

  @IsOptional()
  @IsObject({ message: '位置不对' })
  @ValidateNested({ message: '位置不对' })
  @Type(() => GeoPointDto)
  point!: GeoPointDto | null;

  @IsOptional()
  @IsString({ message: '网格编号不对' })
  @MaxChars(32, { message: '网格编号太长' })
  gridCode!: string | null;

  @IsString({ message: '地址应是文字' })
  @MaxChars(120, { message: '地址最多 120 个字' })
  address!: string;

  @IsOptional()
  @Matches(/^\d{6}$/, { message: '分类编号不对' })
  classCode!: string | null;

  @IsIn(Object.keys(REQUEST_TYPES), { message: '诉求类型不对' })
  requestType!: RequestType;

  @IsIn(Object.keys(PARTY_KINDS), { message: '诉求主体不对' })
  partyKind!: PartyKind;

  @IsString({ message: '企业名称应是文字' })
  @MaxChars(80, { message: '企业名称最多 80 个字' })
  companyName!: string;

  /** Who checks it says what is wrong with it (findOrMake). */
  @IsOptional()
  @IsString({ message: '统一社会信用代码应是文字' })
  @MaxChars(30, { message: '统一社会信用代码太长' })
  creditCode?: string | null;

  @IsIn(Object.keys(CONFIDENTIALITIES), { message: '保密选择不对' })
  confidentiality!: Confidentiality;

  @IsString({ message: '称呼应是文字' })
  @MaxChars(20, { message: '称呼最多 20 个字' })
  contactName!: string;

  @IsString({ message: '电话应是文字' })
  @MaxChars(30, { message: '电话太长' })
  contactPhone!: string;
}

export class FileForCallerDto extends SubmitOrderDto implements CallerIntake {
  @IsIn(Object.keys(CHANNELS), { message: '渠道不对' })
  channel!: keyof typeof CHANNELS;

  @IsOptional()
  @IsIn(Object.keys(SOURCES), { message: '来源不对' })
  source?: keyof typeof SOURCES | null;

  @IsOptional()
  @IsIn(Object.keys(LINES), { message: '专线不对' })
  line?: keyof typeof LINES | null;

  @IsOptional()
  @IsIn(Object.keys(UPPER_SYSTEMS), { message: '上级平台不对' })
  upperSystem?: keyof typeof UPPER_SYSTEMS | null;

  /** Text: a number of twenty digits is no number any more. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9_/-]{0,63}$/, { message: '上级编号应是 1–64 位字母、数字或 - _ /' })
  upperNo?: string | null;

  @IsOptional()
  @IsBoolean({ message: '特殊群体应是是或否' })
  vulnerable?: boolean;

  @IsOptional()
  @IsBoolean({ message: '涉法应是是或否' })
  legalMatter?: boolean;

  @IsOptional()
  @Matches(ULID, { message: '服务点不对' })
  intakeUnitId?: string | null;
}

@Plain()
export class ActDto implements ActBody {
  @Matches(ULID, { message: '操作编号不对' })
  commandId!: string;

  @IsInt({ message: '版本号不对' })
  @Min(0, { message: '版本号不对' })
  version!: number;

  @IsObject({ message: '表单不对' })
  fields!: Record<string, unknown>;
}

export class RevealDto {
  @IsString({ message: '请写明为什么要联系' })
  @Length(2, 200, { message: '请用 2–200 个字写明为什么要联系' })
  reason!: string;
}
