import { View } from '@tarojs/components';
import type { StaffSignIn as Answer } from '@yihu/shared';
import { useState } from 'react';
import { post } from '../../api/request';
import { Button, ErrorNotice, TextField } from '../../components';
import { keep, type Session } from '../../session/session';
import { CompleteStaff } from './CompleteStaff';
import { PasswordField } from './PasswordField';

type ToComplete = Extract<Answer, { step: 'COMPLETE' }>;

/** Staff sign in by login, password and the code of their authenticator; the first time they set both. */
export function StaffSignIn({ onDone }: { onDone: (session: Session) => unknown }) {
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [error, setError] = useState<unknown>();
  const [pending, setPending] = useState<ToComplete>();
  const submit = async () => {
    setError(undefined);
    const answer = await post<Answer>('/api/session/staff', {
      login: login.trim(),
      password,
      ...(code.trim() === '' ? {} : { code: code.trim() }),
    });
    if (answer.step === 'COMPLETE') setPending(answer);
    else await onDone(keep(answer));
  };
  if (pending)
    return <CompleteStaff pending={pending} onDone={onDone} onAgain={() => setPending(undefined)} />;
  return (
    <View>
      <View className="yh-muted sign-gap">
        这里供工作人员用账号登录。居民反映问题请用微信小程序,不用账号密码。
      </View>
      <TextField id="staff-login" label="登录名" required value={login} onChange={setLogin} maxLength={64} />
      <PasswordField id="staff-password" label="密码" value={password} onChange={setPassword} />
      <TextField
        id="staff-code"
        label="动态码"
        hint="验证器应用上的 6 位数字;手机丢了就填一个恢复码。第一次登录还没有,不用填"
        value={code}
        onChange={setCode}
        maxLength={40}
      />
      {error ? <ErrorNotice error={error} /> : null}
      <Button
        id="staff-sign-in"
        disabled={login.trim() === '' || password === ''}
        onTap={submit}
        onError={setError}
      >
        登录
      </Button>
    </View>
  );
}
