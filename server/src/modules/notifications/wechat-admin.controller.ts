import { Controller, Get, Header } from '@nestjs/common';
import type { WechatAdminAnswer } from '@yihu/shared';
import { Can } from '../../platform/auth/decorators';
import { WechatAdmin } from './wechat-admin.service';

@Controller('api/admin/wechat')
@Can('health:read')
export class WechatAdminController {
  constructor(private readonly admin: WechatAdmin) {}

  @Get()
  @Header('cache-control', 'no-store')
  page(): Promise<WechatAdminAnswer> {
    return this.admin.page();
  }
}
