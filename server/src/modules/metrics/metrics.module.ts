import { Module } from '@nestjs/common';
import { MetricsController } from './metrics.controller';
import { MetricsQuery } from './metrics.query';

@Module({ controllers: [MetricsController], providers: [MetricsQuery] })
export class MetricsModule {}
