import { Global, Module } from '@nestjs/common';
import { Feed } from './feed';

/** What open screens are told. */
@Global()
@Module({ providers: [Feed], exports: [Feed] })
export class FeedModule {}
