import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

const NAME = /^[A-Za-z0-9_.-]{1,64}$/;

export class AuditPageQuery {
  @IsOptional()
  @Matches(NAME, { message: '不是有效的编号' })
  subject?: string;

  @IsOptional()
  @Matches(NAME, { message: '不是有效的编号' })
  actor?: string;

  @IsOptional()
  @Matches(NAME, { message: '不是有效的动作名' })
  action?: string;

  @IsOptional()
  @Matches(/^[0-9TZ:.-]{24},[0-9A-Z]{26}$/, { message: '不是上一页给出的值' })
  after?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: '应是整数' })
  @Min(1, { message: '至少 1 条' })
  @Max(100, { message: '最多 100 条' })
  limit: number = 50;
}
