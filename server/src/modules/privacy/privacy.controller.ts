import { Body, Controller, Delete, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import {
  type ConsentsAnswer,
  type ContactCorrected,
  type DeletionDone,
  type DeletionPlan,
  type LookView,
  type MyData,
  type MyExport,
  noticeVersionAt,
  type OrderContacts,
  type Page,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { Clock } from '../../platform/clock';
import { Limited } from '../../platform/rate-limit';
import { OwnContacts } from '../orders/own-contacts.service';
import { AccountClosing } from './account-closing.service';
import { ConsentsQuery } from './consents.query';
import { LooksQuery } from './looks.query';
import { OwnDataService } from './own-data.service';
import { ContactCorrectionDto, DeletionDto } from './privacy.dto';

const PAGE = 20;

/** 「我的信息」: always the actor's own; there is no id to ask for somebody else's with. */
@Controller('api/me')
@Can('session:own')
export class PrivacyController {
  constructor(
    private readonly own: OwnDataService,
    private readonly looks: LooksQuery,
    private readonly contacts: OwnContacts,
    private readonly consents: ConsentsQuery,
    private readonly closing: AccountClosing,
    private readonly clock: Clock,
  ) {}

  @Get('privacy')
  @Header('cache-control', 'no-store')
  summary(@CurrentActor() actor: Actor): Promise<MyData> {
    return this.own.summary(actor);
  }

  @Get('looks')
  @Header('cache-control', 'no-store')
  looksAt(@CurrentActor() actor: Actor, @Query('after') after?: string): Promise<Page<LookView>> {
    return this.looks.page(actor.personId, after, PAGE);
  }

  @Get('contacts')
  @Header('cache-control', 'no-store')
  async liveContacts(@CurrentActor() actor: Actor): Promise<OrderContacts> {
    return { orders: await this.contacts.live(actor) };
  }

  @Post('contact')
  @Limited('correctOwn')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  correct(@CurrentActor() actor: Actor, @Body() body: ContactCorrectionDto): Promise<ContactCorrected> {
    return this.own.correct(actor, body);
  }

  @Get('consents')
  @Header('cache-control', 'no-store')
  async agreed(@CurrentActor() actor: Actor): Promise<ConsentsAnswer> {
    return { notice: noticeVersionAt(this.clock.now()), consents: await this.consents.of(actor) };
  }

  @Delete('subscriptions')
  @HttpCode(204)
  dropSubscriptions(@CurrentActor() actor: Actor): Promise<void> {
    return this.own.withdrawSubscriptions(actor);
  }

  @Post('export')
  @Limited('exportOwn')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  export(@CurrentActor() actor: Actor): Promise<MyExport> {
    return this.own.export(actor);
  }

  @Get('deletion')
  @Header('cache-control', 'no-store')
  plan(@CurrentActor() actor: Actor): Promise<DeletionPlan> {
    return this.closing.plan(actor);
  }

  @Post('deletion')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  close(@CurrentActor() actor: Actor, @Body() _understood: DeletionDto): Promise<DeletionDone> {
    return this.closing.close(actor);
  }
}
