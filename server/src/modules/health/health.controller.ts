import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../../platform/auth/decorators';
import { HealthService } from './health.service';

@Controller()
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** Alive: the process answers. */
  @Public()
  @Get('healthz')
  @Header('cache-control', 'no-store')
  alive(): { ok: true } {
    return { ok: true };
  }

  /** Ready: everything an order needs works. 503 with the reasons when not. */
  @Public()
  @Get('readyz')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const readiness = await this.health.readiness();
    await reply
      .status(readiness.ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(readiness);
  }
}
