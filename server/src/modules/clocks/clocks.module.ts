import { Module } from '@nestjs/common';
import { ClocksStore } from './clocks.store';

@Module({ providers: [ClocksStore], exports: [ClocksStore] })
export class ClocksModule {}
