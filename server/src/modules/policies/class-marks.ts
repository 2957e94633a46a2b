import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DirectoryService } from '../directory/directory.service';
import { PoliciesService } from './policies.service';

/** Tells the directory what a street's own class tree says of a class, for its duty list asks the marks of classes. */
@Injectable()
export class ClassMarks implements OnModuleInit {
  constructor(
    private readonly directory: DirectoryService,
    private readonly policies: PoliciesService,
  ) {}

  onModuleInit(): void {
    this.directory.marksBy((rootId, code) => this.policies.leaf(rootId, code)?.isDispute === true);
  }
}
