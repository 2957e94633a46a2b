import { ROLES, type Role, type RoleOnUnit } from '@yihu/shared';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';

const GRANTED: Role[] = (Object.keys(ROLES) as Role[]).filter((role) => role !== 'RESIDENT');
const trim = ({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value);
const lower = ({ value }: { value: unknown }) =>
  typeof value === 'string' ? value.trim().toLowerCase() : value;

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

export class RefreshDto {
  @IsString({ message: '缺少续期凭据' })
  @Matches(/^[A-Za-z0-9_-]{20,200}$/, { message: '续期凭据格式不对' })
  refreshToken!: string;
}

export class StaffSignInDto {
  @IsString({ message: '请填写登录名' }) @Length(1, 64, { message: '登录名长度不对' }) login!: string;
  @IsString({ message: '请填写密码' }) @Length(1, 256, { message: '密码长度不对' }) password!: string;
  /** Six digits of the authenticator app, or a recovery code; none before the first enrolment. */
  @IsOptional()
  @IsString({ message: '动态码格式不对' })
  @Length(0, 40, { message: '动态码长度不对' })
  code?: string;
}

export class CompleteDto {
  @IsString({ message: '缺少凭据' }) @Length(1, 4096, { message: '凭据长度不对' }) ticket!: string;
  @IsOptional()
  @IsString({ message: '请填写新密码' })
  @Length(0, 256, { message: '密码长度不对' })
  newPassword?: string;
  @IsOptional()
  @IsString({ message: '请填写动态码' })
  @Length(0, 40, { message: '动态码长度不对' })
  code?: string;
}

export class PasswordDto {
  @IsString({ message: '请填写现在的密码' }) @Length(1, 256, { message: '密码长度不对' }) password!: string;
  @IsString({ message: '请填写新密码' }) @Length(1, 256, { message: '密码长度不对' }) newPassword!: string;
}

export class RecoveryDto {
  @IsString({ message: '请填写密码' }) @Length(1, 256, { message: '密码长度不对' }) password!: string;
  @IsString({ message: '请填写动态码' }) @Length(1, 40, { message: '动态码长度不对' }) code!: string;
}

export class RoleOnUnitDto implements RoleOnUnit {
  @IsIn(GRANTED, { message: '没有这个角色' }) role!: Role;
  @IsString({ message: '请选单位' }) @Length(26, 26, { message: '单位编号不对' }) unitId!: string;
}

export class NamedLoginDto {
  @Transform(trim)
  @IsString({ message: '请填写姓名' })
  @Length(1, 32, { message: '姓名 1–32 个字' })
  name!: string;

  @Transform(lower)
  @IsString({ message: '请填写登录名' })
  @Matches(/^[a-z][a-z0-9._-]{2,31}$/, {
    message: '登录名 3–32 个字符,以字母开头,只用小写字母、数字、点、横线',
  })
  login!: string;
}

export class RolesDto {
  @IsArray({ message: '请选角色' })
  @ArrayMinSize(1, { message: '至少选一个角色' })
  @ArrayMaxSize(30, { message: '最多 30 个角色' })
  @ValidateNested({ each: true })
  @Type(() => RoleOnUnitDto)
  roles!: RoleOnUnitDto[];
}

export class NewStaffDto extends NamedLoginDto {
  @IsArray({ message: '请选角色' })
  @ArrayMinSize(1, { message: '至少选一个角色' })
  @ArrayMaxSize(30, { message: '最多 30 个角色' })
  @ValidateNested({ each: true })
  @Type(() => RoleOnUnitDto)
  roles!: RoleOnUnitDto[];
}

export class PlaceDto {
  @IsIn(GRANTED, { message: '没有这个角色' }) role!: Role;
  @IsArray({ message: '请选单位' })
  @ArrayMinSize(1, { message: '至少选一个单位' })
  @ArrayMaxSize(30, { message: '最多 30 个单位' })
  @Length(26, 26, { each: true, message: '单位编号不对' })
  unitIds!: string[];
}

export class NewStreetDto {
  @Transform(trim)
  @IsString({ message: '请填写街道名称' })
  @Length(2, 40, { message: '名称 2–40 个字' })
  name!: string;
  @Transform(trim)
  @IsString({ message: '请填写简称' })
  @Length(2, 6, { message: '简称 2–6 个字,会印在微信消息里' })
  shortName!: string;
  @Matches(/^[0-9A-Za-z-]{2,24}$/, { message: '编码 2–24 位数字或字母,如行政区划代码' }) code!: string;
  @Matches(/^[A-Z]{2,6}$/, { message: '工单号前缀 2–6 个大写字母' }) prefix!: string;
}

export class SetupDto {
  @IsString({ message: '请填写安装码' }) @Length(1, 40, { message: '安装码长度不对' }) code!: string;
  @ValidateNested() @Type(() => NewStreetDto) street!: NewStreetDto;
  @ValidateNested() @Type(() => NamedLoginDto) system!: NamedLoginDto;
  @ValidateNested() @Type(() => NamedLoginDto) security!: NamedLoginDto;
  @ValidateNested() @Type(() => NamedLoginDto) audit!: NamedLoginDto;
}
