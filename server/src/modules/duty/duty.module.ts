import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { DutyController } from './duty.controller';
import { DutyService } from './duty.service';
import { DutyStore } from './duty.store';
import { DutySweep } from './duty-sweep.service';

@Module({
  imports: [DirectoryModule, NotificationsModule],
  controllers: [DutyController],
  providers: [DutyService, DutyStore, DutySweep],
  exports: [DutyService, DutySweep],
})
export class DutyModule {}
