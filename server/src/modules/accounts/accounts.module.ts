import { Global, Module } from '@nestjs/common';
import { Sessions } from '../../platform/auth/auth.guard';
import { DirectoryModule } from '../directory/directory.module';
import { WechatModule } from '../wechat';
import { AccountsController } from './accounts.controller';
import { AccountsService } from './accounts.service';
import { OwnSessionsQuery } from './own-sessions.query';
import { PasswordsService } from './passwords.service';
import { SecondFactorService } from './second-factor.service';
import { SessionsController } from './sessions.controller';
import { SessionsService } from './sessions.service';
import { SetupController } from './setup.controller';
import { SetupService } from './setup.service';
import { StaffListQuery } from './staff.query';
import { StaffAdminController } from './staff-admin.controller';
import { StaffAdminService } from './staff-admin.service';
import { StaffSignInService } from './staff-sign-in.service';
import { TriesService } from './tries.service';
import { UnitPosts } from './unit-posts.service';

/** Global: the guard of every route asks for the session. */
@Global()
@Module({
  imports: [DirectoryModule, WechatModule],
  controllers: [AccountsController, SessionsController, SetupController, StaffAdminController],
  providers: [
    AccountsService,
    SessionsService,
    { provide: Sessions, useExisting: SessionsService },
    StaffSignInService,
    StaffAdminService,
    StaffListQuery,
    OwnSessionsQuery,
    SetupService,
    PasswordsService,
    SecondFactorService,
    TriesService,
    UnitPosts,
  ],
  exports: [Sessions, SessionsService, OwnSessionsQuery, UnitPosts],
})
export class AccountsModule {}
