import { Feed, FeedHeadEntity, type FeedItem, FeedItemEntity } from '../src/platform/feed';
import { MONDAY } from './harness';
import { ENGINES, type SpecDatabase, specDatabase } from './spec-database';

const [WRITERS, EACH] = [6, 12];

describe.each(ENGINES)('the feed read by two processes, on %s', (_, serverUrl) => {
  let database: SpecDatabase;
  beforeAll(async () => {
    database = await specDatabase(serverUrl, [FeedItemEntity, FeedHeadEntity]);
  });
  afterAll(() => database.close());

  it('gives each item one number, and shows every number after all before it', async () => {
    // Two writers of one SQLite file in one process would wait for each other with the process standing still.
    const dbs = [database.db, serverUrl === null ? database.db : await database.another()];
    const feeds = dbs.map((db) => new Feed(db));
    let isOver = false;
    const write = async (writer: number) => {
      const at = writer % 2;
      for (let n = 0; n < EACH; n += 1) {
        const item = { kind: 'TOLD', rootId: null, subjectId: `${writer}-${n}`, now: MONDAY } as const;
        await dbs[at]?.inTransaction(async (tx) => {
          await feeds[at]?.add(tx, item);
          // Some commit later than others that began after them.
          if (writer === 0) await tx.query('SELECT COUNT(*) AS n FROM feed_item');
        });
      }
    };
    const read = async (feed: Feed) => {
      const seen: FeedItem[] = [];
      for (let cursor = 0, isLast = false; !isLast; ) {
        isLast = isOver;
        const head = await feed.number();
        const items = await feed.between(cursor, head, 1000);
        seen.push(...items);
        // Whatever is numbered now stays the whole of what is numbered up to here.
        expect(items.at(-1)?.seq ?? cursor).toBe(head);
        cursor = head;
      }
      return seen;
    };
    const reading = feeds.map(read);
    await Promise.all(Array.from({ length: WRITERS }, (_each, writer) => write(writer)));
    isOver = true;
    for (const seen of await Promise.all(reading)) {
      expect(seen.map(({ seq }) => seq)).toEqual(
        Array.from({ length: WRITERS * EACH }, (_each, at) => at + 1),
      );
      expect(new Set(seen.map(({ subjectId }) => subjectId)).size).toBe(WRITERS * EACH);
    }
  });
});
