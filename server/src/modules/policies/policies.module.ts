import { Global, Module } from '@nestjs/common';
import { DirectoryModule } from '../directory/directory.module';
import { ClassMarks } from './class-marks';
import { PoliciesController } from './policies.controller';
import { PoliciesService } from './policies.service';
import { PolicyDesk } from './policy-desk.service';
import { PolicyEditor } from './policy-editor.service';
import { PolicyViews } from './policy-views.query';
import { Precedents } from './precedents.service';

@Global()
@Module({
  imports: [DirectoryModule],
  controllers: [PoliciesController],
  providers: [ClassMarks, PoliciesService, PolicyDesk, PolicyEditor, PolicyViews, Precedents],
  exports: [PoliciesService, PolicyDesk, Precedents],
})
export class PoliciesModule {}
