import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { IndexingService } from './indexing.service';
import { OrderIndex } from './order-index.service';
import { OrderMarksStore } from './order-marks.store';
import { OrderWords } from './order-words.service';

/** What orders are found by: words, numbers, names, marks. */
@Module({
  imports: [DirectoryModule],
  providers: [IndexingService, OrderIndex, OrderMarksStore, OrderWords],
  exports: [IndexingService, OrderIndex, OrderMarksStore, OrderWords],
})
export class OrderIndexModule {}
