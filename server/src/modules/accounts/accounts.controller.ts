import { Body, Controller, Delete, Get, Header, HttpCode, Post } from '@nestjs/common';
import type { DemoPerson, Me, SignedIn } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor, Public } from '../../platform/auth/decorators';
import { Limited } from '../../platform/rate-limit';
import { DemoSignInDto, WechatSignInDto } from './accounts.dto';
import { AccountsService } from './accounts.service';
import { type Client, FromClient } from './client';

@Controller('api')
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Public()
  @Limited('signIn')
  @Post('session/wechat')
  @HttpCode(200)
  signInByWechat(@Body() body: WechatSignInDto, @FromClient() client: Client): Promise<SignedIn> {
    return this.accounts.signInByWechat(body.code, client);
  }

  @Public()
  @Limited('signIn')
  @Post('session/demo')
  @HttpCode(200)
  signInByDemoCode(@Body() body: DemoSignInDto, @FromClient() client: Client): Promise<SignedIn> {
    return this.accounts.signInByDemoCode(body.code, client);
  }

  @Public()
  @Get('session/demo')
  demoPersons(): { persons: DemoPerson[] } {
    return { persons: this.accounts.demoPersons() };
  }

  @Can('session:own')
  @Get('me')
  @Header('cache-control', 'no-store')
  me(@CurrentActor() actor: Actor): Me {
    return this.accounts.me(actor);
  }

  @Can('session:own')
  @Delete('session')
  @HttpCode(204)
  signOut(@CurrentActor() actor: Actor): Promise<void> {
    return this.accounts.signOut(actor);
  }
}
