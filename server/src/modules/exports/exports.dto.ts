import {
  type ExportTableBody,
  REPORT_FACES,
  REPORT_FILES,
  type ReportFace,
  type ReportFileBody,
  type ReportFileFormat,
} from '@yihu/shared';
import {
  IsIn,
  IsObject,
  Validate,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';

const MOST = 20;

/** Single words by name, as an address has them. */
@ValidatorConstraint()
class Words implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    const entries = Object.entries(value ?? {});
    return (
      entries.length <= MOST && entries.every(([, each]) => typeof each === 'string' && each.length <= 2000)
    );
  }

  defaultMessage(): string {
    return '筛选应是文字';
  }
}

export class ExportTableDto implements ExportTableBody {
  @IsObject({ message: '应是筛选' })
  @Validate(Words)
  query!: Record<string, string>;
}

export class ReportFileDto implements ReportFileBody {
  @IsIn(Object.keys(REPORT_FACES), { message: '应是内部版或公开版' })
  face!: ReportFace;

  @IsIn(REPORT_FILES, { message: '应是 docx 或 xlsx' })
  format!: ReportFileFormat;
}
