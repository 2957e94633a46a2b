import { Module } from '@nestjs/common';
import { DirectoryController } from './directory.controller';
import { DirectoryQuery } from './directory.query';
import { DirectoryService } from './directory.service';

@Module({
  controllers: [DirectoryController],
  providers: [DirectoryQuery, DirectoryService],
  exports: [DirectoryService],
})
export class DirectoryModule {}
