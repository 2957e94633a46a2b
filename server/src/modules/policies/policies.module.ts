import { Global, Module } from '@nestjs/common';
import { PoliciesService } from './policies.service';

@Global()
@Module({ providers: [PoliciesService], exports: [PoliciesService] })
export class PoliciesModule {}
