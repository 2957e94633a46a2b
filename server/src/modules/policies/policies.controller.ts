import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type {
  PolicyCheckAnswer,
  PolicyKindsAnswer,
  PolicyStartsAnswer,
  PolicyVersion,
  PolicyView,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { CheckPolicyBody, PolicyUnitQuery, SavePolicyBody } from './policies.dto';
import { PolicyDesk } from './policy-desk.service';
import { PolicyEditor } from './policy-editor.service';
import { PolicyViews } from './policy-views.query';

/** The rules of a street as data: looked at, checked, saved as a new version, agreed to by a second person. */
@Controller('api/policies')
export class PoliciesController {
  constructor(
    private readonly views: PolicyViews,
    private readonly editor: PolicyEditor,
    private readonly desk: PolicyDesk,
  ) {}

  /** Every kind with the version in force. */
  @Get()
  @Can('policy:read')
  kinds(@CurrentActor() actor: Actor, @Query() query: PolicyUnitQuery): Promise<PolicyKindsAnswer> {
    return this.views.kinds(actor, query.unitId);
  }

  /** Practices a street may start from. */
  @Get('starts')
  @Can('policy:read')
  starts(): PolicyStartsAnswer {
    return this.views.starts();
  }

  /** The versions of one kind, the newest first. */
  @Get('kinds/:kind')
  @Can('policy:read')
  async versions(
    @CurrentActor() actor: Actor,
    @Param('kind') kind: string,
    @Query() query: PolicyUnitQuery,
  ): Promise<{ versions: PolicyVersion[] }> {
    return { versions: await this.views.ofKind(actor, this.desk.kindOf(kind), query.unitId) };
  }

  /** Saves the next version. */
  @Post('kinds/:kind')
  @HttpCode(200)
  @Can('policy:edit')
  save(
    @CurrentActor() actor: Actor,
    @Param('kind') kind: string,
    @Body() body: SavePolicyBody,
  ): Promise<PolicyView> {
    return this.editor.put(actor, this.desk.kindOf(kind), body);
  }

  /** Says what is wrong with a body and what it would change. */
  @Post('kinds/:kind/check')
  @HttpCode(200)
  @Can('policy:read')
  check(
    @CurrentActor() actor: Actor,
    @Param('kind') kind: string,
    @Body() body: CheckPolicyBody,
  ): Promise<PolicyCheckAnswer> {
    return this.editor.check(actor, this.desk.kindOf(kind), body.unitId, body.body);
  }

  /** One version: what it says, who saved it, how it differs from the one before. */
  @Get('versions/:id')
  @Can('policy:read')
  version(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<PolicyView> {
    return this.views.one(actor, id);
  }

  /** A second person agrees. */
  @Post('versions/:id/approve')
  @HttpCode(200)
  @Can('policy:edit')
  approve(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<PolicyView> {
    return this.editor.approve(actor, id);
  }
}
