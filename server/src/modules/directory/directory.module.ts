import { Module } from '@nestjs/common';
import { DirectoryController } from './directory.controller';
import { DirectoryQuery } from './directory.query';
import { DirectoryService } from './directory.service';
import { StaffQuery } from './staff.query';

@Module({
  controllers: [DirectoryController],
  providers: [DirectoryQuery, DirectoryService, StaffQuery],
  exports: [DirectoryService, StaffQuery],
})
export class DirectoryModule {}
