import { Text, View } from '@tarojs/components';
import { usePullDownRefresh } from '@tarojs/taro';
import type { NoticeView } from '@yihu/shared';
import { agoText } from '@yihu/shared';
import { notices, readAllNotices, readNotice } from '../../api/notices';
import { usePages } from '../../api/use-pages';
import { useUnread } from '../../api/use-unread';
import { Button, Empty, Icon, Page, Remote } from '../../components';
import { spoken } from '../../platform/a11y';
import { openLink } from '../../platform/nav';
import { stopRefresh } from '../../platform/refresh';
import { useSession } from '../../session/session';
import { useNow } from '../../view/use-now';
import './index.scss';

/** Every message of the signed-in person, newest first; opening one marks it read. */
export default function InboxPage() {
  const session = useSession();
  const pages = usePages(session ? `notices:${session.me.personId}` : null, notices);
  const unread = useUnread(session?.me.personId ?? null);
  usePullDownRefresh(() => void pages.reload().finally(stopRefresh));
  const readAll = async () => {
    await readAllNotices();
    await Promise.all([unread.reload(), pages.reload()]);
  };
  const open = (notice: NoticeView) => {
    // whether it was noted as read matters less than seeing the matter
    if (!notice.read) void readNotice(notice.id).catch(() => undefined);
    void openLink(notice.page);
  };
  const hasUnread = pages.items.some(({ read }) => !read);
  return (
    <Page needsSignIn>
      <Remote of={pages.first}>
        {() =>
          pages.items.length === 0 ? (
            <Empty text="还没有消息。您反映的事有了进展,会在这里告诉您。" />
          ) : (
            <View>
              <View className="inbox-head">
                <Text className="yh-muted">{hasUnread ? '红点是没看过的' : '都看过了'}</Text>
                {hasUnread && (
                  <Button id="read-all" kind="secondary" size="small" onTap={readAll}>
                    全部已读
                  </Button>
                )}
              </View>
              {pages.items.map((notice) => (
                <NoticeRow key={notice.id} notice={notice} onTap={() => open(notice)} />
              ))}
              {pages.hasMore && (
                <Button kind="secondary" onTap={pages.more}>
                  再看更早的
                </Button>
              )}
            </View>
          )
        }
      </Remote>
    </Page>
  );
}

function NoticeRow({ notice, onTap }: { notice: NoticeView; onTap: () => void }) {
  const now = useNow();
  return (
    <View
      id={`notice-${notice.id}`}
      className={`inbox-row${notice.read ? '' : ' inbox-row--new'}`}
      hoverClass="inbox-row--pressed"
      onClick={onTap}
      {...spoken({ role: 'button', label: `${notice.read ? '' : '未读,'}${notice.phrase},${notice.thing}` })}
    >
      <View className="inbox-row__dot" />
      <View className="inbox-row__body">
        <View className="yh-row yh-row--between">
          <Text className="inbox-row__phrase">{notice.phrase}</Text>
          <Text className="inbox-row__at">{agoText(notice.at, now)}</Text>
        </View>
        <Text className="inbox-row__thing">{notice.thing}</Text>
        <Text className="inbox-row__title">{notice.title}</Text>
      </View>
      <Icon name="chevron" />
    </View>
  );
}
