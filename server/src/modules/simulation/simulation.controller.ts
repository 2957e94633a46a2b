import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { SimulateAnswer } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { SimulateBody } from './simulation.dto';
import { SimulationService } from './simulation.service';

/** What a past period would have been under other rules. Changes nothing. */
@Controller('api/policies/simulate')
export class SimulationController {
  constructor(private readonly simulation: SimulationService) {}

  @Post()
  @HttpCode(200)
  @Can('policy:simulate')
  simulate(@CurrentActor() actor: Actor, @Body() body: SimulateBody): Promise<SimulateAnswer> {
    return this.simulation.simulate(actor, body);
  }
}
