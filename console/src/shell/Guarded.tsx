import { Button, Result, Spin } from 'antd';
import { Suspense } from 'react';
import type { Screen } from '../routes';
import { can, signOut, useMe } from '../session/session';
import { ScreenErrors } from './ScreenErrors';

const Waiting = () => (
  <div className="desk-waiting" role="status">
    <Spin size="large" description="正在打开" />
  </div>
);

/** One screen, for those who may see it; what you may not see does not exist. */
export function Guarded({ screen }: { screen: Screen | null }) {
  const me = useMe();
  if (screen === null || !can(me, screen.permission)) {
    return (
      <Result
        status="404"
        title="没有这个页面"
        subTitle={`${me.name} 没有可打开的内容,或地址不对。`}
        extra={<Button onClick={() => void signOut()}>换个账号登录</Button>}
      />
    );
  }
  const { component: Component, path } = screen;
  return (
    <ScreenErrors key={path}>
      <Suspense fallback={<Waiting />}>
        <Component />
      </Suspense>
    </ScreenErrors>
  );
}
