import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import type {
  CallerLookup,
  IntakeCheck,
  KnownMatter,
  MeetingResult,
  PlaceSearchAnswer,
  SameMatter,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { Limited } from '../../platform/rate-limit';
import { CallersService } from './callers.service';
import { CallerDto, IntakeCheckDto, KnownDto, MeetingDto, PlaceSearchDto } from './intake.dto';
import { IntakeCheckService } from './intake-check.service';
import { MeetingsService } from './meetings.service';
import { PlacesService } from './places.service';

/** What helps to take a matter in. */
@Controller('api/intake')
export class IntakeController {
  constructor(
    private readonly checks: IntakeCheckService,
    private readonly callers: CallersService,
    private readonly meetings: MeetingsService,
    private readonly places: PlacesService,
  ) {}

  @Can('order:readOwn')
  @Post('check')
  @HttpCode(200)
  check(@Body() body: IntakeCheckDto): Promise<IntakeCheck> {
    return this.checks.check(body);
  }

  /** A number in the body, not in an address: addresses are written to logs. */
  @Can('caller:lookUp')
  @Limited('callerLookUp')
  @Post('callers')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  lookUp(@CurrentActor() actor: Actor, @Body() body: CallerDto): Promise<CallerLookup> {
    return this.callers.lookUp(actor, body.phone);
  }

  @Can('caller:lookUp')
  @Limited('knownMatter')
  @Post('known')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  known(@CurrentActor() actor: Actor, @Body() body: KnownDto): Promise<KnownMatter> {
    return this.callers.known(actor, body);
  }

  @Can('order:merge')
  @Get('orders/:id/same')
  @Header('cache-control', 'no-store')
  async sameMatter(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<{ items: SameMatter[] }> {
    return { items: await this.callers.sameMatter(actor, id) };
  }

  @Can('order:fileFor')
  @Post('meetings')
  @HttpCode(200)
  takeMeeting(@CurrentActor() actor: Actor, @Body() body: MeetingDto): Promise<MeetingResult> {
    return this.meetings.take(actor, body);
  }

  /** Words in the body, not in an address: addresses are written to logs. */
  @Can('order:fileFor')
  @Post('places')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async findPlace(@CurrentActor() actor: Actor, @Body() body: PlaceSearchDto): Promise<PlaceSearchAnswer> {
    return { items: await this.places.search(actor, body.streetId, body.q) };
  }
}
