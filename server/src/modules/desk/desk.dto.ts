import type { DraftBody, FilterBody } from '@yihu/shared';
import { IsObject, IsString, Length, Matches } from 'class-validator';

export class DraftDto implements DraftBody {
  @IsObject({ message: '草稿不对' })
  content!: Record<string, unknown>;
}

export class FilterDto implements FilterBody {
  @IsString({ message: '请给筛选起个名字' })
  @Length(1, 30, { message: '名字请用 1–30 个字' })
  @Matches(/\S/, { message: '请给筛选起个名字' })
  name!: string;

  /** What a browser puts behind the `?`: percent-encoded, or as people paste it. */
  @IsString({ message: '筛选条件不对' })
  @Length(1, 500, { message: '筛选条件太长' })
  @Matches(/^[^?#\s<>"]+$/u, { message: '筛选条件不对' })
  query!: string;
}
