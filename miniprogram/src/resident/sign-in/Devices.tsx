import { View } from '@tarojs/components';
import type { SessionView } from '@yihu/shared';
import { whenText } from '@yihu/shared';
import { get, request } from '../../api/request';
import { useRemote } from '../../api/use-remote';
import { Button, Card, Remote } from '../../components';
import { confirm, toast } from '../../platform/feedback';
import { useNow } from '../../view/use-now';

/** Where she is signed in besides here, and a way to end each. */
export function Devices() {
  const now = useNow();
  const mine = useRemote('own-sessions', () => get<{ sessions: SessionView[] }>('/api/sessions'));
  const end = async ({ id, device }: SessionView) => {
    if (!(await confirm(`让「${device}」退出登录?`, '退出它'))) return;
    await request<unknown>('DELETE', `/api/sessions/${id}`);
    toast('已退出');
    await mine.reload();
  };
  return (
    <Card title="登录的设备">
      <Remote of={mine}>
        {({ sessions }) =>
          sessions.map((session) => (
            <View key={session.id} className="sign-device">
              <View>
                <View>
                  {session.device}
                  {session.current ? '(本机)' : ''}
                </View>
                <View className="yh-muted">
                  {session.wayLabel} · {whenText(session.lastSeenAt, now)}用过
                </View>
              </View>
              {!session.current && (
                <Button
                  kind="secondary"
                  size="small"
                  label={`让${session.device}退出登录`}
                  onTap={() => end(session)}
                >
                  退出它
                </Button>
              )}
            </View>
          ))
        }
      </Remote>
    </Card>
  );
}
