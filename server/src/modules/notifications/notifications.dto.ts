import type { SubscriptionTapsBody } from '@yihu/shared';
import { Type } from 'class-transformer';
import {
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  Validate,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';

export class NoticesQuery {
  @IsOptional()
  @Matches(/^[0-9A-Z]{26}$/, { message: '不是有效的编号' })
  before?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: '应是整数' })
  @Min(1, { message: '至少 1 条' })
  @Max(100, { message: '最多 100 条' })
  limit: number = 20;
}

/** At most as many templates as one dialog can show, each with a short word. */
@ValidatorConstraint()
class TapResults implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const entries = Object.entries(value);
    const sound = ([id, word]: [string, unknown]) =>
      /^[\w-]{1,64}$/.test(id) && typeof word === 'string' && /^[A-Za-z]{1,30}$/.test(word);
    return entries.length > 0 && entries.length <= 5 && entries.every(sound);
  }
  defaultMessage(): string {
    return '应是 1 到 5 个模板的选择结果';
  }
}

export class TapsDto implements SubscriptionTapsBody {
  @IsOptional()
  @Matches(/^[\w-]{8,40}$/, { message: '不是有效的编号' })
  tapId?: string;

  @Validate(TapResults)
  results: Record<string, string>;
}
