import { Module } from '@nestjs/common';
import { DirectoryController } from './directory.controller';
import { DirectoryQuery } from './directory.query';
import { DirectoryService } from './directory.service';
import { StaffQuery } from './staff.query';
import { StreetsService } from './streets.service';
import { UnitPeopleQuery } from './unit-people.query';

@Module({
  controllers: [DirectoryController],
  providers: [DirectoryQuery, DirectoryService, StaffQuery, StreetsService, UnitPeopleQuery],
  exports: [DirectoryService, StaffQuery, StreetsService],
})
export class DirectoryModule {}
