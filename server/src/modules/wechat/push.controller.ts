import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { Public } from '../../platform/auth/decorators';
import { AppError } from '../../platform/errors';
import { Logger } from '../../platform/logger';
import { type PushQuery, PushService } from './push.service';
import { PushRefused } from './push-crypto';

/** WeChat's message push. Public: the signature is the credential. */
@Controller('wechat/push')
export class PushController {
  constructor(
    private readonly push: PushService,
    private readonly logger: Logger,
  ) {}

  /** The console's URL check wants `echostr` back, bare. */
  @Public()
  @Get()
  check(@Query() query: PushQuery): string {
    return this.refusing(() => this.push.checkUrl(query));
  }

  /** WeChat repeats a push until it reads `success` within five seconds, three times in all. */
  @Public()
  @Post()
  @HttpCode(200)
  async receive(@Query() query: PushQuery, @Body() body: unknown): Promise<string> {
    await this.push.receive(query, body).catch((error: unknown) =>
      this.refusing(() => {
        throw error;
      }),
    );
    return 'success';
  }

  private refusing<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof PushRefused)) throw error;
      this.logger.warn('wechat.push.refused', { code: error.message });
      throw new AppError('FORBIDDEN');
    }
  }
}
