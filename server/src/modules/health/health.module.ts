import { Module } from '@nestjs/common';
import { OpsModule } from '../ops/ops.module';
import { AdminHealthController } from './admin-health.controller';
import { AdminHealthQuery } from './admin-health.query';
import { HealthController } from './health.controller';
import { HealthService } from './health.service';

@Module({
  imports: [OpsModule],
  controllers: [HealthController, AdminHealthController],
  providers: [HealthService, AdminHealthQuery],
})
export class HealthModule {}
