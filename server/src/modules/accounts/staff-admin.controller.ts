import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import type { NewStaff, SessionView, StaffView } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { NewStaffDto, PlaceDto, RolesDto } from './accounts.dto';
import { StaffAdminService } from './staff-admin.service';

/** Accounts of a street's staff: who may enter (security administrator) and where she works (system administrator). */
@Controller('api/admin/staff')
export class StaffAdminController {
  constructor(private readonly staff: StaffAdminService) {}

  @Can('staff:read')
  @Get()
  @Header('cache-control', 'no-store')
  list(@CurrentActor() actor: Actor): Promise<{ staff: StaffView[] }> {
    return this.staff.list(actor);
  }

  @Can('staff:manage')
  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  create(@CurrentActor() actor: Actor, @Body() body: NewStaffDto): Promise<NewStaff> {
    return this.staff.create(actor, body);
  }

  @Can('staff:manage')
  @Post(':id/roles')
  @HttpCode(204)
  setRoles(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: RolesDto): Promise<void> {
    return this.staff.setRoles(actor, id, body.roles);
  }

  @Can('staff:place')
  @Post(':id/units')
  @HttpCode(204)
  place(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: PlaceDto): Promise<void> {
    return this.staff.place(actor, id, body);
  }

  @Can('staff:manage')
  @Post(':id/disable')
  @HttpCode(204)
  disable(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    return this.staff.disable(actor, id);
  }

  @Can('staff:manage')
  @Post(':id/enable')
  @HttpCode(204)
  enable(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    return this.staff.enable(actor, id);
  }

  @Can('staff:manage')
  @Post(':id/reset')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  reset(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<NewStaff> {
    return this.staff.reset(actor, id);
  }

  @Can('staff:manage')
  @Get(':id/sessions')
  @Header('cache-control', 'no-store')
  sessions(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<{ sessions: SessionView[] }> {
    return this.staff.sessionsOf(actor, id);
  }
}
