import { MODERATION_DECISIONS, type ModerationDecideBody, type ModerationDecision } from '@yihu/shared';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { MaxChars } from '../../platform/http/max-chars';

export class ModerationListDto {
  @IsOptional()
  @Matches(/^[0-9A-Z]{26}$/, { message: '不是有效的编号' })
  after?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: '应是整数' })
  @Min(1, { message: '至少 1 条' })
  @Max(100, { message: '最多 100 条' })
  limit: number = 20;
}

export class ModerationDecideDto implements ModerationDecideBody {
  @IsIn(Object.keys(MODERATION_DECISIONS), { message: '应是可以公开或不公开' })
  decision!: ModerationDecision;

  @IsOptional()
  @IsString({ message: '应是文字' })
  @MaxChars(200, { message: '最多 200 字' })
  note?: string;
}
