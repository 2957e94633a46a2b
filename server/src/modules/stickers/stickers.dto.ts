import { type ChangeStickerBody, type MakeStickersBody, STICKERS_PER_BATCH } from '@yihu/shared';
import { IsBoolean, IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { MaxChars } from '../../platform/http/max-chars';

const UNIT = /^[0-9A-Z]{26}$/;
const LABEL_MOST = 30;

export class StickerListDto {
  @IsOptional()
  @Matches(UNIT, { message: '不是有效的网格' })
  gridId?: string;
}

export class MakeStickersDto implements MakeStickersBody {
  @Matches(UNIT, { message: '不是有效的网格' })
  gridId!: string;

  @IsInt({ message: '应是整数' })
  @Min(1, { message: '至少 1 张' })
  @Max(STICKERS_PER_BATCH, { message: `一次最多 ${STICKERS_PER_BATCH} 张` })
  count!: number;

  @IsOptional()
  @IsString({ message: '应是文字' })
  @MaxChars(LABEL_MOST, { message: `最多 ${LABEL_MOST} 字` })
  label?: string;
}

export class ChangeStickerDto implements ChangeStickerBody {
  @IsOptional()
  @Matches(UNIT, { message: '不是有效的网格' })
  gridId?: string;

  @IsOptional()
  @IsString({ message: '应是文字' })
  @MaxChars(LABEL_MOST, { message: `最多 ${LABEL_MOST} 字` })
  label?: string;

  @IsOptional()
  @IsBoolean({ message: '应是是或否' })
  active?: boolean;
}
