import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { Button, Card, ElderSwitch, Page } from '../../components';
import { forgetSent } from '../../outbox/outbox';
import { back, go, goTab } from '../../platform/nav';
import { type Session, signOut, useSession } from '../../session/session';
import { landingTab, roleText } from '../../view/landing';
import { Devices } from './Devices';
import { SignInPanel } from './SignInPanel';

/** Sign in, or see who is signed in and change. */
export default function SignInPage() {
  const session = useSession();
  // somebody sent here by a page goes back to it; otherwise everyone starts where their work is
  const arrive = ({ me }: Session) =>
    Taro.getCurrentPages().length > 1 && landingTab(me) === 'resident/home/index'
      ? back()
      : goTab(landingTab(me));
  if (!session) {
    return (
      <Page>
        <View className="yh-title">请登录</View>
        <View className="yh-muted">没提交的草稿都还在。</View>
        <SignInPanel onDone={arrive} />
      </Page>
    );
  }
  const leave = () => {
    forgetSent();
    return signOut();
  };
  const roles = roleText(session.me);
  return (
    <Page>
      <Card title={session.me.name}>
        <View className="yh-muted">{roles || '居民'}</View>
        {session.me.street && <View className="yh-muted">{session.me.street.name}</View>}
      </Card>
      <Card title="显示">
        <ElderSwitch>
          <View>字大一些,按钮大一些</View>
        </ElderSwitch>
      </Card>
      <View className="yh-stack">
        <Button id="sign-in-continue" onTap={() => goTab(landingTab(session.me))}>
          {roles ? '去工作台' : '回首页'}
        </Button>
        <Button id="my-data" kind="secondary" onTap={() => go('resident/privacy/index')}>
          我的信息:谁看过、导出、更正、注销
        </Button>
        <Button id="sign-out" kind="secondary" onTap={leave}>
          退出,换一个人登录
        </Button>
      </View>
      <View className="sign-devices">
        <Devices />
      </View>
    </Page>
  );
}
