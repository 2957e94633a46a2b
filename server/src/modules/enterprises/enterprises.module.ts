import { Module } from '@nestjs/common';
import { EnterprisesService } from './enterprises.service';
import { EnterprisesStore } from './enterprises.store';

@Module({
  providers: [EnterprisesService, EnterprisesStore],
  exports: [EnterprisesService],
})
export class EnterprisesModule {}
