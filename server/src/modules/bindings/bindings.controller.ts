import { Body, Controller, Delete, Get, Header, HttpCode, Post } from '@nestjs/common';
import type { PhoneAnswer, PhoneSet } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { Limited } from '../../platform/rate-limit';
import { PhoneDto } from './bindings.dto';
import { PhoneService } from './phone.service';

/** One's own number; nobody else's can be asked for here. */
@Controller('api/me/phone')
@Can('session:own')
export class PhoneController {
  constructor(private readonly phones: PhoneService) {}

  @Get()
  @Header('cache-control', 'no-store')
  get(@CurrentActor() actor: Actor): Promise<PhoneAnswer> {
    return this.phones.get(actor);
  }

  @Post()
  @Limited('phone')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  set(@CurrentActor() actor: Actor, @Body() body: PhoneDto): Promise<PhoneSet> {
    return this.phones.set(actor, body);
  }

  @Delete()
  @HttpCode(204)
  drop(@CurrentActor() actor: Actor): Promise<void> {
    return this.phones.drop(actor);
  }
}
