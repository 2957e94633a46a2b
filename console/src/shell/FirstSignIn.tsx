import type { PasswordRules, StaffSignIn } from '@yihu/shared';
import { Alert, Button, Flex, Form, Input, Typography } from 'antd';
import { useState } from 'react';
import { errText } from '../api/request';
import { completeStaff } from '../session/session';

export type Unfinished = Extract<StaffSignIn, { step: 'COMPLETE' }>;

interface Given {
  newPassword?: string;
  code?: string;
}

function rulesText({ minLength, classes }: PasswordRules): string {
  return `至少 ${minLength} 位${classes > 0 ? `,大写、小写、数字、符号中至少 ${classes} 种` : ''}`;
}

/** What has to be set before the first session: a password of her own, an authenticator, and the codes to keep. */
export function FirstSignIn({ unfinished, onBack }: { unfinished: Unfinished; onBack: () => void }) {
  const [error, setError] = useState<unknown>(null);
  const [done, setDone] = useState<{ codes: string[]; enter: () => void } | null>(null);
  const { ticket, needs, totp, passwordRules } = unfinished;
  const submit = async (given: Given) => {
    setError(null);
    try {
      const completed = await completeStaff({ ticket, ...given });
      if (completed.codes.length === 0) completed.enter();
      else setDone(completed);
    } catch (e) {
      setError(e);
    }
  };
  if (done !== null) {
    return (
      <Flex vertical gap="middle">
        <Typography.Paragraph>
          请把这些恢复码抄下或打印,手机丢失时用它登录,每个只能用一次。关掉这一页就再也看不到了。
        </Typography.Paragraph>
        <pre className="desk-codes">{done.codes.join('\n')}</pre>
        <Button type="primary" onClick={done.enter}>
          已抄好,进入工作台
        </Button>
      </Flex>
    );
  }
  return (
    <Form<Given> layout="vertical" onFinish={(given) => void submit(given)} requiredMark={false}>
      {error !== null && <Alert type="error" showIcon title={errText(error)} role="alert" />}
      {needs.includes('PASSWORD') && (
        <Form.Item
          label="设置自己的密码"
          name="newPassword"
          extra={rulesText(passwordRules)}
          rules={[{ required: true, message: '请填写新密码' }]}
        >
          <Input.Password autoFocus autoComplete="new-password" />
        </Form.Item>
      )}
      {totp !== null && (
        <Form.Item
          label="验证器显示的 6 位数字"
          name="code"
          extra={`在手机验证器中手动添加密钥:${totp.secret}`}
          rules={[{ required: true, message: '请填写验证码' }]}
        >
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
        </Form.Item>
      )}
      <Flex gap="small">
        <Button onClick={onBack}>返回</Button>
        <Button type="primary" htmlType="submit">
          完成
        </Button>
      </Flex>
    </Form>
  );
}
