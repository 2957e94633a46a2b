import { Controller, Get, Query } from '@nestjs/common';
import type { AuditPage, AuditReport } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { Clock } from '../../platform/clock';
import { AuditPageQuery } from './audit.dto';
import { AuditQuery } from './audit.query';
import { AuditVerifier } from './audit-verify.service';

/** For the audit administrator: who did what, and whether the record of it is whole. */
@Controller('api/admin/audit')
@Can('audit:read')
export class AuditController {
  constructor(
    private readonly query: AuditQuery,
    private readonly verifier: AuditVerifier,
    private readonly clock: Clock,
  ) {}

  @Get()
  page(@CurrentActor() actor: Actor, @Query() filter: AuditPageQuery): Promise<AuditPage> {
    return this.query.page(actor, filter);
  }

  @Get('verify')
  verify(): Promise<AuditReport> {
    return this.verifier.verify(this.clock.now());
  }
}
