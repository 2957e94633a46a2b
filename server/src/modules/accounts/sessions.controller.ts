import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import type { SessionTokens, SessionView, SignedIn, StaffCompleted, StaffSignIn } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor, Public } from '../../platform/auth/decorators';
import { Limited } from '../../platform/rate-limit';
import { CompleteDto, PasswordDto, RecoveryDto, RefreshDto, StaffSignInDto } from './accounts.dto';
import { AccountsService } from './accounts.service';
import { type Client, FromClient } from './client';
import { SessionsService } from './sessions.service';
import { StaffAdminService } from './staff-admin.service';
import { StaffSignInService } from './staff-sign-in.service';

/** Beginning, continuing, listing and ending sessions. */
@Controller('api')
export class SessionsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly staffSignIn: StaffSignInService,
    private readonly staffAdmin: StaffAdminService,
  ) {}

  @Public()
  @Post('session/refresh')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  refresh(@Body() body: RefreshDto, @FromClient() client: Client): Promise<SessionTokens> {
    return this.sessions.refresh(body.refreshToken, client);
  }

  @Public()
  @Limited('signIn')
  @Post('session/staff')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  signIn(@Body() body: StaffSignInDto, @FromClient() client: Client): Promise<StaffSignIn> {
    return this.staffSignIn.signIn(body, client);
  }

  @Public()
  @Limited('signIn')
  @Post('session/staff/complete')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  complete(@Body() body: CompleteDto, @FromClient() client: Client): Promise<StaffCompleted> {
    return this.staffSignIn.complete(body, client);
  }

  @Can('session:own')
  @Get('sessions')
  @Header('cache-control', 'no-store')
  list(@CurrentActor() actor: Actor): Promise<{ sessions: SessionView[] }> {
    return this.accounts.ownSessions(actor);
  }

  @Can('session:own')
  @Delete('sessions/:id')
  @HttpCode(204)
  end(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    return this.staffAdmin.endSession(actor, id);
  }

  @Can('session:own')
  @Post('me/password')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  changePassword(
    @CurrentActor() actor: Actor,
    @Body() body: PasswordDto,
    @FromClient() client: Client,
  ): Promise<SignedIn> {
    return this.staffSignIn.changePassword(actor, body, client);
  }

  @Can('session:own')
  @Post('me/recovery-codes')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  newRecoveryCodes(
    @CurrentActor() actor: Actor,
    @Body() body: RecoveryDto,
    @FromClient() client: Client,
  ): Promise<{ recoveryCodes: string[] }> {
    return this.staffSignIn.newRecoveryCodes(actor, body, client);
  }
}
