import { View } from '@tarojs/components';
import type { ConsentView } from '@yihu/shared';
import { whenText } from '@yihu/shared';
import { dropPhone, dropSubscriptions, myConsents } from '../../../api/privacy';
import { useRemote } from '../../../api/use-remote';
import { Button, Card, Empty, Page, Remote, StateTag } from '../../../components';
import { confirm, toast } from '../../../platform/feedback';
import { go } from '../../../platform/nav';
import { useSession } from '../../../session/session';
import { useNow } from '../../../view/use-now';
import './index.scss';

/** What she agreed to, when, under which notice; each can be taken back here. */
export default function ConsentsPage() {
  const session = useSession();
  const mine = useRemote(session ? `consents:${session.me.personId}` : null, myConsents);
  const withdraw = async (question: string, done: string, work: () => Promise<unknown>) => {
    if (!(await confirm(question, '撤回'))) return;
    await work();
    toast(done);
    await mine.reload();
  };
  const dropsPhone = () =>
    withdraw(
      '撤回后,账号和您诉求里的这个号码都会删除,办理人员不能再打这个电话找您。诉求照样办。',
      '手机号已删除',
      dropPhone,
    );
  const dropsReminders = () =>
    withdraw('撤回后不再发微信提醒。进展仍在「消息」里看得到。', '已撤回,不再发微信提醒', dropSubscriptions);
  return (
    <Page needsSignIn>
      <Remote of={mine}>
        {({ notice, consents }) => {
          const active = (kind: ConsentView['kind']) =>
            consents.some((consent) => consent.kind === kind && consent.active);
          return (
            <View>
              <View className="yh-muted consents-lead">
                办理诉求是街道的法定职责,不需要您另外同意。下面这些由您自己定,不同意也照样办。现行告知书:
                {notice}。
              </View>
              {consents.length === 0 && <Empty text="您还没有同意过什么" />}
              {consents.map((consent) => (
                <ConsentCard key={`${consent.kind}${consent.title}`} consent={consent} />
              ))}
              <View className="yh-stack">
                {active('PHONE') && (
                  <Button id="withdraw-phone" kind="secondary" onTap={dropsPhone}>
                    撤回:删除手机号
                  </Button>
                )}
                {active('SUBSCRIPTION') && (
                  <Button id="withdraw-reminders" kind="secondary" onTap={dropsReminders}>
                    撤回:不要微信提醒
                  </Button>
                )}
                {active('ACCOUNT') && (
                  <Button id="withdraw-account" kind="plain" onTap={() => go('resident/privacy/leave/index')}>
                    不再使用微信登录:注销账号
                  </Button>
                )}
              </View>
            </View>
          );
        }}
      </Remote>
    </Page>
  );
}

function ConsentCard({ consent }: { consent: ConsentView }) {
  const now = useNow();
  const { active, withdrawnAt } = consent;
  const state = active ? '有效' : withdrawnAt === null ? '已用完' : '已撤回';
  return (
    <Card title={consent.title} aside={<StateTag tone={active ? 'good' : 'neutral'} text={state} />}>
      <View>{consent.how}</View>
      <View className="yh-muted">同意时间:{whenText(consent.at, now)}</View>
      {withdrawnAt !== null && <View className="yh-muted">撤回时间:{whenText(withdrawnAt, now)}</View>}
      <View className="yh-muted">告知书:{consent.notice}</View>
    </Card>
  );
}
