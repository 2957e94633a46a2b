import { Module } from '@nestjs/common';
import { Env } from '../../config/env';
import { SignedLinks } from '../attachments/rules/signed-links';
import { WechatModule } from '../wechat';
import { ModerationController } from './moderation.controller';
import { ModerationQuery } from './moderation.query';
import { Moderation } from './moderation.service';
import { ModerationStore } from './moderation.store';
import { ModerationAnswers } from './moderation-answers.service';
import { ModerationAsker } from './moderation-asker';
import { ModerationDesk } from './moderation-desk.service';

/** Whether a text or picture may be shown to strangers: the platform's word first, a person's in doubt. */
@Module({
  imports: [WechatModule],
  controllers: [ModerationController],
  providers: [
    Moderation,
    ModerationStore,
    ModerationQuery,
    ModerationAnswers,
    ModerationAsker,
    ModerationDesk,
    { provide: SignedLinks, inject: [Env], useFactory: (env: Env) => new SignedLinks(env.linkKey) },
  ],
  exports: [Moderation, ModerationAnswers],
})
export class ModerationModule {}
