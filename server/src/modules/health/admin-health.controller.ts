import { Controller, Get, Header } from '@nestjs/common';
import type { AdminHealth } from '@yihu/shared';
import { Can } from '../../platform/auth/decorators';
import { AdminHealthQuery } from './admin-health.query';

@Controller('api/admin/health')
export class AdminHealthController {
  constructor(private readonly query: AdminHealthQuery) {}

  @Get()
  @Can('health:read')
  @Header('cache-control', 'no-store')
  show(): Promise<AdminHealth> {
    return this.query.show();
  }
}
