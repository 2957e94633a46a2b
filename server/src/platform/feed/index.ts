export { Feed, type FeedItem, type FeedKind } from './feed';
export { FeedHeadEntity, FeedItemEntity } from './feed.entity';
export { FeedModule } from './feed.module';
