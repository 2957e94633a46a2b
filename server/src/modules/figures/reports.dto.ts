import { type MakeReportBody, REPORT_KINDS, type ReportKind } from '@yihu/shared';
import { IsIn, Matches } from 'class-validator';
import { ULID } from '../../platform/ids';

export class MakeReportDto implements MakeReportBody {
  @Matches(ULID, { message: '不是有效的街道' })
  streetId!: string;

  @IsIn(Object.keys(REPORT_KINDS), { message: '没有这种报告' })
  kind!: ReportKind;

  @Matches(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { message: '应是日期,例如 2026-11-01' })
  day!: string;
}
