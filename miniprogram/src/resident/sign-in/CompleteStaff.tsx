import { View } from '@tarojs/components';
import type { PasswordRules, StaffCompleted, StaffSignIn } from '@yihu/shared';
import { useState } from 'react';
import { ApiError, post } from '../../api/request';
import { Button, Card, ErrorNotice, Fact, TextField } from '../../components';
import { copyText } from '../../platform/clipboard';
import { keep, type Session } from '../../session/session';
import { PasswordField } from './PasswordField';

interface Props {
  pending: Extract<StaffSignIn, { step: 'COMPLETE' }>;
  onDone: (session: Session) => unknown;
  /** The ticket ran out: login and password are asked for again. */
  onAgain: () => void;
}

/** What is still to be set before the first session: a password of her own, the authenticator, or both. */
export function CompleteStaff({ pending, onDone, onAgain }: Props) {
  const { ticket, needs, totp, passwordRules } = pending;
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [code, setCode] = useState('');
  const [error, setError] = useState<unknown>();
  const [done, setDone] = useState<StaffCompleted>();
  const needsPassword = needs.includes('PASSWORD');
  const differs = again !== '' && again !== password;
  const isReady =
    (!needsPassword || (password !== '' && again === password)) && (!totp || code.trim() !== '');
  const submit = async () => {
    setError(undefined);
    const body = { ticket, ...(needsPassword ? { newPassword: password } : {}), ...(totp ? { code } : {}) };
    const answer = await post<StaffCompleted>('/api/session/staff/complete', body);
    if (answer.recoveryCodes === null) await onDone(keep(answer));
    else setDone(answer);
  };
  if (done) return <RecoveryCodes codes={done.recoveryCodes ?? []} onNoted={() => onDone(keep(done))} />;
  return (
    <View>
      {needsPassword && (
        <>
          <PasswordField
            id="new-password"
            label="新密码"
            hint={rulesText(passwordRules)}
            value={password}
            onChange={setPassword}
          />
          <PasswordField
            id="new-password-again"
            label="再输一遍"
            value={again}
            onChange={setAgain}
            error={differs ? '两次输入的不一样' : undefined}
          />
        </>
      )}
      {totp && (
        <Card title="绑定验证器">
          <View className="yh-muted">
            在手机上打开任意验证器应用(如腾讯身份验证器、微软验证器),选「手动输入密钥」,填入下面的密钥。
          </View>
          <Fact name="密钥">{totp.secret.replace(/(.{4})(?=.)/g, '$1 ')}</Fact>
          <View className="sign-gap">
            <Button kind="secondary" size="small" onTap={() => copyText(totp.secret)}>
              复制密钥
            </Button>
          </View>
          <TextField
            id="new-code"
            label="动态码"
            hint="验证器上显示的 6 位数字"
            required
            type="number"
            value={code}
            onChange={setCode}
            maxLength={6}
          />
        </Card>
      )}
      {error ? <ErrorNotice error={error} /> : null}
      {error instanceof ApiError && error.code === 'SIGN_IN_TICKET' ? (
        <Button onTap={onAgain}>重新输入账号和密码</Button>
      ) : (
        <Button id="complete-staff" disabled={!isReady} onTap={submit} onError={setError}>
          设好了,登录
        </Button>
      )}
    </View>
  );
}

/** Shown this once; without them a lost phone needs the security administrator. */
function RecoveryCodes({ codes, onNoted }: { codes: string[]; onNoted: () => unknown }) {
  return (
    <Card title="请记下恢复码">
      <View className="yh-muted">手机丢了或换了,用一个恢复码代替动态码。每个只能用一次,只显示这一回。</View>
      {codes.map((code) => (
        <View key={code}>{code}</View>
      ))}
      <Button kind="secondary" onTap={() => copyText(codes.join('\n'))}>
        复制
      </Button>
      <Button id="codes-noted" onTap={onNoted}>
        记下了,进入工作台
      </Button>
    </Card>
  );
}

function rulesText({ minLength, classes, maxAgeDays }: PasswordRules): string {
  return [
    `至少 ${minLength} 个字符`,
    ...(classes > 0 ? [`含大写字母、小写字母、数字、符号中的 ${classes} 种`] : []),
    '不要用常见密码',
    ...(maxAgeDays === null ? [] : [`每 ${maxAgeDays} 天换一次`]),
  ].join(',');
}
