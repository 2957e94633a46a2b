import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { RetentionController } from './retention.controller';
import { RetentionService } from './retention.service';
import { RetentionStore } from './retention.store';

@Module({
  imports: [DirectoryModule],
  controllers: [RetentionController],
  providers: [RetentionService, RetentionStore],
  exports: [RetentionService],
})
export class RetentionModule {}
