import { IsString, Length } from 'class-validator';

export class WechatSignInDto {
  @IsString({ message: '缺少微信登录码' })
  @Length(1, 512, { message: '微信登录码长度不对' })
  code!: string;
}

export class DemoSignInDto {
  @IsString({ message: '请填写演示登录码' })
  @Length(1, 40, { message: '演示登录码长度不对' })
  code!: string;
}
