import { Global, Module } from '@nestjs/common';
import { Sessions } from '../../platform/auth/auth.guard';
import { DirectoryModule } from '../directory/directory.module';
import { WechatModule } from '../wechat';
import { AccountsController } from './accounts.controller';
import { AccountsService } from './accounts.service';
import { SessionsService } from './sessions.service';

/** Global: the guard of every route asks for the session. */
@Global()
@Module({
  imports: [DirectoryModule, WechatModule],
  controllers: [AccountsController],
  providers: [AccountsService, SessionsService, { provide: Sessions, useExisting: SessionsService }],
  exports: [Sessions],
})
export class AccountsModule {}
