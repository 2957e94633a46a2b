import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { SubscriptionsAnswer } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { TapsDto } from './notifications.dto';
import { SubscriptionsService } from './subscriptions.service';

/** What a person lets WeChat tell them. */
@Controller('api/subscriptions')
@Can('notice:read')
export class SubscriptionsController {
  constructor(private readonly subscriptions: SubscriptionsService) {}

  @Get()
  list(@CurrentActor() actor: Actor): Promise<SubscriptionsAnswer> {
    return this.subscriptions.list(actor);
  }

  @Post('taps')
  @HttpCode(200)
  taps(@CurrentActor() actor: Actor, @Body() body: TapsDto): Promise<SubscriptionsAnswer> {
    return this.subscriptions.taps(actor, body.results, body.tapId);
  }
}
