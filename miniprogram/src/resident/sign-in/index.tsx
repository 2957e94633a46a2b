import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button, ErrorNotice, Page, TextField } from '../../components';
import { IS_WEAPP } from '../../platform/env';
import { toast } from '../../platform/feedback';
import { back } from '../../platform/nav';
import { signInWithDemoCode, signInWithWechat, signOut, useSession } from '../../session/session';

/** WeChat signs in by itself; in a browser a demo person signs in by code. Also the place to sign out. */
export default function SignInPage() {
  const session = useSession();
  const [code, setCode] = useState('');
  const [error, setError] = useState<unknown>();
  const enter = async () => {
    setError(undefined);
    const { me } = await (IS_WEAPP ? signInWithWechat() : signInWithDemoCode(code));
    toast(`${me.name},您已登录`);
    await back();
  };
  if (session) {
    return (
      <Page>
        <View className="yh-lead">已登录:{session.me.name}</View>
        <View className="yh-section" />
        <Button id="sign-out" kind="secondary" onTap={signOut}>
          退出登录
        </Button>
      </Page>
    );
  }
  return (
    <Page>
      {error ? <ErrorNotice error={error} /> : null}
      {!IS_WEAPP && (
        <TextField
          id="sign-in-code"
          label="登录码"
          required
          hint="演示用的登录码,启动服务的窗口里会列出"
          value={code}
          onChange={setCode}
        />
      )}
      <Button id="sign-in" disabled={!IS_WEAPP && code.trim() === ''} onTap={enter} onError={setError}>
        {IS_WEAPP ? '微信登录' : '登录'}
      </Button>
    </Page>
  );
}
