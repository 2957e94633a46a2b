import { Module } from '@nestjs/common';
import { BindingsModule } from '../bindings/bindings.module';
import { DirectoryModule } from '../directory/directory.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { OrdersModule } from '../orders/orders.module';
import { RetentionModule } from '../retention/retention.module';
import { AccountClosing } from './account-closing.service';
import { ConsentsQuery } from './consents.query';
import { LooksQuery } from './looks.query';
import { OwnDataService } from './own-data.service';
import { OwnPersonStore } from './own-person.store';
import { PrivacyController } from './privacy.controller';

/** What is kept about a person, in her own hands. */
@Module({
  imports: [BindingsModule, DirectoryModule, NotificationsModule, OrdersModule, RetentionModule],
  controllers: [PrivacyController],
  providers: [OwnDataService, OwnPersonStore, LooksQuery, ConsentsQuery, AccountClosing],
})
export class PrivacyModule {}
