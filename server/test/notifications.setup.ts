import { randomBytes } from 'node:crypto';
import type { Instant, TemplateKind } from '@yihu/shared';
import { StandinControl } from '../../scripts/wechat-standin/control-client';
import { templateIdFor } from '../../scripts/wechat-standin/features/templates';
import { startStandin } from '../../scripts/wechat-standin/standin';
import { Env } from '../src/config/env';
import { AuditEntity } from '../src/modules/audit/audit.entity';
import { PersonEntity } from '../src/modules/directory/directory.entity';
import { CreditsStore } from '../src/modules/notifications/credits.store';
import { InboxService } from '../src/modules/notifications/inbox.service';
import { NoticeEntity, SendAttemptEntity } from '../src/modules/notifications/notice.entity';
import { Notices, type Telling } from '../src/modules/notifications/notices.service';
import { ReachabilityQuery } from '../src/modules/notifications/reachability.query';
import { SendCreditEntity, SubscriptionTapEntity } from '../src/modules/notifications/send-credit.entity';
import { SendsStore } from '../src/modules/notifications/sends.store';
import { SubscriptionsService } from '../src/modules/notifications/subscriptions.service';
import { Templates } from '../src/modules/notifications/templates.service';
import { WechatSender } from '../src/modules/notifications/wechat-sender';
import { SubscriptionListeners, WechatClient } from '../src/modules/wechat';
import { WechatEventEntity } from '../src/modules/wechat/wechat-event.entity';
import { type Actor, SYSTEM } from '../src/platform/auth/actor';
import { BlindIndex, FieldCipher } from '../src/platform/crypto';
import { SharedValueEntity } from '../src/platform/db/shared-value.entity';
import { Feed, FeedHeadEntity, FeedItemEntity } from '../src/platform/feed';
import { newId } from '../src/platform/ids';
import { Logger } from '../src/platform/logger';
import { Outbox, OutboxEntity, OutboxWorker } from '../src/platform/outbox';
import { OutboxStore } from '../src/platform/outbox/outbox.store';
import { specDatabase } from './spec-database';
import { StillClock } from './wechat.setup';

export const TEMPLATE: Record<TemplateKind, string> = {
  progress: templateIdFor('诉求受理通知', 2),
  result: templateIdFor('诉求办结通知', 2),
  info: templateIdFor('补充信息提醒', 2),
  /** Long-term, with an enumerated key. */
  task: templateIdFor('诉求办理进度提醒', 3),
};
export const NOTIFICATION_ENTITIES = [
  NoticeEntity,
  FeedItemEntity,
  FeedHeadEntity,
  SendAttemptEntity,
  SendCreditEntity,
  SubscriptionTapEntity,
  OutboxEntity,
  AuditEntity,
  PersonEntity,
  SharedValueEntity,
  WechatEventEntity,
];

/** Notices from telling to delivery: a real database, the real client, the stand-in of WeChat over HTTP. */
export async function notificationsWorld(url: string | null) {
  const clock = new StillClock();
  const standin = await startStandin({
    port: 0,
    appId: 'wxtest0123456789',
    secret: 'wechat-test-secret',
    now: () => Date.parse(clock.now()),
  });
  const env = new Env({
    YIHU_SECRET_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'silent',
    WX_APP_ID: 'wxtest0123456789',
    WX_APP_SECRET: 'wechat-test-secret',
    WX_API_BASE: standin.url,
    WX_TIMEOUT_MS: '1000',
    WX_TEMPLATE_PROGRESS: TEMPLATE.progress,
    WX_TEMPLATE_INFO: TEMPLATE.info,
    WX_TEMPLATE_TASK: TEMPLATE.task,
  });
  const database = await specDatabase(url, NOTIFICATION_ENTITIES);
  const { db } = database;
  const cipher = new FieldCipher(env.dataKey);
  const index = new BlindIndex(env.indexKey);
  const outbox = new Outbox();
  const logger = new Logger(env);
  const control = new StandinControl(standin.url);
  const client = new WechatClient(env.wechat, db, clock);
  const sends = new SendsStore(db);
  const credits = new CreditsStore();
  const reach = new ReachabilityQuery(db, env);
  const listeners = new SubscriptionListeners();
  const subscriptions = new SubscriptionsService(db, clock, index, credits, sends, reach, listeners);
  const notices = new Notices(env, outbox, new Feed(db));

  /** A worker as a process of its own would have it. */
  const worker = () => {
    const one = new OutboxWorker(db, new OutboxStore(db), outbox, clock, logger);
    const templates = new Templates(client, clock);
    new WechatSender(env, db, cipher, client, templates, sends, credits, one, outbox, logger).onModuleInit();
    return one;
  };

  /** A person with a WeChat account known to the stand-in under the same name; `bound: false` without one. */
  const person = async (name: string, bound = true): Promise<{ actor: Actor; openid: string }> => {
    const { openid } = await control.loginCode(name);
    const id = newId();
    await db.inTransaction((tx) =>
      tx.insert('person', {
        id,
        kind: 'RESIDENT',
        name,
        phone_cipher: null,
        phone_bidx: null,
        openid_hash: bound ? index.openid(openid) : null,
        openid_cipher: bound ? cipher.encrypt(openid) : null,
        login: null,
        active: 1,
        created_at: clock.now(),
        home_root_id: null,
      }),
    );
    return { actor: { ...SYSTEM, kind: 'PERSON', personId: id }, openid };
  };

  let seq = 0;
  const tell = (who: Actor, change: Partial<Telling> = {}) => {
    seq += 1;
    const telling: Telling = {
      eventRef: `ORDER:${seq}`,
      orderId: 'ORDER',
      orderNo: 'NQ20261122-0001',
      recipients: [{ personId: who.personId }],
      phrase: '已受理',
      thing: '热线办已受理,11月23日前派单',
      templateKind: 'progress',
      title: '楼道堆物',
      page: 'resident/order/index?id=ORDER',
      now: clock.now(),
      ...change,
    };
    return db.inTransaction((tx) => notices.tell(tx, telling));
  };
  /** The person taps "accept" in WeChat and the client says so. */
  const accept = async (name: string, actor: Actor, kind: TemplateKind) => {
    await control.accept(name, TEMPLATE[kind]);
    await subscriptions.taps(actor, { [TEMPLATE[kind]]: 'accept' });
  };
  /** State and error of the person's WeChat messages, oldest first. */
  const wechatRows = (actor: Actor) =>
    db.read<{ state: string; error: string | null; msg_id: string | null }>(
      `SELECT state, error, msg_id FROM notice WHERE recipient_id = ? AND channel = 'WECHAT' ORDER BY id`,
      [actor.personId],
    );
  const attempts = async () =>
    (await db.read<{ outcome: string }>('SELECT outcome FROM send_attempt ORDER BY id')).map(
      (row) => row.outcome,
    );
  const jobs = async () =>
    (await db.read<{ state: string }>('SELECT state FROM outbox ORDER BY id')).map((row) => row.state);
  const remaining = async (actor: Actor, kind: TemplateKind) =>
    (await subscriptions.list(actor)).subscriptions.find((one) => one.templateId === TEMPLATE[kind])
      ?.remaining;
  /** One pass of a worker now. */
  const tick = (at: Instant = clock.now()) => worker().tick(at);

  return {
    db,
    clock,
    control,
    subscriptions,
    reach,
    inbox: new InboxService(db, clock),
    person,
    tell,
    accept,
    wechatRows,
    attempts,
    jobs,
    remaining,
    tick,
    credits,
    sends,
    reset: () =>
      db.inTransaction(async (tx) => {
        for (const table of [
          'notice',
          'send_attempt',
          'send_credit',
          'subscription_tap',
          'outbox',
          'person',
        ]) {
          await tx.execute(`DELETE FROM ${table}`);
        }
      }),
    close: async () => {
      await standin.close();
      await database.close();
    },
  };
}

export type NotificationsWorld = Awaited<ReturnType<typeof notificationsWorld>>;
