import { Body, Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import type { SetupDone, SetupState } from '@yihu/shared';
import { Public } from '../../platform/auth/decorators';
import { SetupDto } from './accounts.dto';
import { type Client, FromClient } from './client';
import { SetupService } from './setup.service';

/** The first run: open until there are administrators, and only with the code the server printed. */
@Controller('api/setup')
export class SetupController {
  constructor(private readonly setup: SetupService) {}

  @Public()
  @Get()
  @Header('cache-control', 'no-store')
  state(): Promise<SetupState> {
    return this.setup.state();
  }

  @Public()
  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  setUp(@Body() body: SetupDto, @FromClient() client: Client): Promise<SetupDone> {
    return this.setup.setUp(body, client);
  }
}
