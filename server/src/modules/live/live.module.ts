import { Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { OrdersModule } from '../orders/orders.module';
import { LiveController } from './live.controller';
import { LiveQuery } from './live.query';
import { LiveHub } from './live-hub.service';
import { OrderFeed } from './order-feed.service';
import { PresenceService } from './presence.service';
import { PresenceStore } from './presence.store';

@Module({
  imports: [DirectoryModule, OrdersModule],
  controllers: [LiveController],
  providers: [LiveHub, LiveQuery, OrderFeed, PresenceService, PresenceStore],
})
export class LiveModule {}
