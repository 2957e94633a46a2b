import type { PhoneBody } from '@yihu/shared';
import { IsString, Length, ValidateIf } from 'class-validator';

export class PhoneDto implements PhoneBody {
  @ValidateIf((body: PhoneDto) => body.code !== undefined)
  @IsString({ message: '授权码应是文字' })
  @Length(8, 256, { message: '授权码长度不对' })
  code?: string;

  /** Needed when there is no code. */
  @ValidateIf((body: PhoneDto) => body.code === undefined)
  @IsString({ message: '请填写电话号码' })
  @Length(5, 40, { message: '电话号码长度不对' })
  phone?: string;
}
