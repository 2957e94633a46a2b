import { Module } from '@nestjs/common';
import { BindingsModule } from '../bindings/bindings.module';
import { DirectoryModule } from '../directory/directory.module';
import { RetentionController } from './retention.controller';
import { RetentionService } from './retention.service';
import { RetentionStore } from './retention.store';

@Module({
  imports: [BindingsModule, DirectoryModule],
  controllers: [RetentionController],
  providers: [RetentionService, RetentionStore],
  exports: [RetentionService],
})
export class RetentionModule {}
