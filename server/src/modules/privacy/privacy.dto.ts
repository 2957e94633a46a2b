import type { ContactCorrection, DeletionBody } from '@yihu/shared';
import { ArrayMaxSize, ArrayUnique, Equals, IsArray, IsString, Matches, MaxLength } from 'class-validator';
import { MaxChars } from '../../platform/http/max-chars';
import { ULID } from '../../platform/ids';

export class ContactCorrectionDto implements ContactCorrection {
  @Matches(/\S/, { message: '请填写姓名' })
  @MaxChars(20, { message: '姓名最多 20 个字' })
  name: string;

  @IsString({ message: '电话应是文字' })
  @MaxLength(40, { message: '电话号码长度不对' })
  phone: string;

  @IsArray({ message: '诉求列表不对' })
  @ArrayMaxSize(100, { message: '一次最多 100 件' })
  @ArrayUnique({ message: '诉求重复了' })
  @Matches(ULID, { each: true, message: '诉求编号不对' })
  orderIds: string[];
}

export class DeletionDto implements DeletionBody {
  @Equals(true, { message: '请先看清注销意味着什么' })
  understood: true;
}
