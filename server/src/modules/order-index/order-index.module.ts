import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { IndexingService } from './indexing.service';
import { OrderIndex } from './order-index.service';
import { OrderMarksStore } from './order-marks.store';
import { OrderWordsStore } from './order-words.store';

/** What orders are found by: words, numbers, names, marks. */
@Module({
  imports: [DirectoryModule],
  providers: [IndexingService, OrderIndex, OrderMarksStore, OrderWordsStore],
  exports: [IndexingService, OrderIndex, OrderMarksStore, OrderWordsStore],
})
export class OrderIndexModule {}
