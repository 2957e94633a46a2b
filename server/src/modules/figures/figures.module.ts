import { Module } from '@nestjs/common';
import { DailySweep } from './daily-sweep.service';

@Module({ providers: [DailySweep], exports: [DailySweep] })
export class FiguresModule {}
