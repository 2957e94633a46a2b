import {
  CORRECTION_MAX,
  type EditReportBody,
  type MakeReportBody,
  type PublishReportBody,
  REPORT_FACES,
  REPORT_KINDS,
  REPORT_TEXT_MAX,
  type ReportFace,
  type ReportKind,
} from '@yihu/shared';
import { IsIn, IsInt, IsOptional, IsString, Matches, Min } from 'class-validator';
import { MaxChars } from '../../platform/http/max-chars';
import { ULID } from '../../platform/ids';

export class MakeReportDto implements MakeReportBody {
  @Matches(ULID, { message: '不是有效的街道' })
  streetId!: string;

  @IsIn(Object.keys(REPORT_KINDS), { message: '没有这种报告' })
  kind!: ReportKind;

  @Matches(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { message: '应是日期,例如 2026-11-01' })
  day!: string;
}

export class EditReportDto implements EditReportBody {
  @IsIn(Object.keys(REPORT_FACES), { message: '应是内部版或公开版' })
  face!: ReportFace;

  @IsInt({ message: '应是整数' })
  @Min(0, { message: '没有这一节' })
  section!: number;

  @IsString({ message: '应是文字' })
  @MaxChars(REPORT_TEXT_MAX, { message: `最多 ${REPORT_TEXT_MAX} 字` })
  text!: string;

  @IsInt({ message: '应是整数' })
  @Min(0, { message: '至少是 0' })
  revision!: number;
}

export class PublishReportDto implements PublishReportBody {
  @IsInt({ message: '应是整数' })
  @Min(0, { message: '至少是 0' })
  revision!: number;

  @IsOptional()
  @IsString({ message: '应是文字' })
  @MaxChars(CORRECTION_MAX, { message: `最多 ${CORRECTION_MAX} 字` })
  correction?: string;
}

export class EditionsDto {
  @Matches(ULID, { message: '不是有效的街道' })
  streetId!: string;

  @IsOptional()
  @Matches(ULID, { message: '不是有效的编号' })
  before?: string;
}
