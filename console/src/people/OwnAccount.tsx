import { Alert, App, Button, Card, Descriptions, Flex, Form, Input } from 'antd';
import { useState } from 'react';
import { changePassword, newRecoveryCodes, ownSessions } from '../api/people';
import { errText } from '../api/request';
import { DeskPage } from '../components';
import { keepSignedIn, useMe } from '../session/session';
import { Sessions } from './Sessions';

/** Her own account: who she is here, password, recovery codes, where she is signed in. */
export default function OwnAccount() {
  const me = useMe();
  return (
    <DeskPage title="我的账号">
      <Descriptions
        size="small"
        column={2}
        items={[
          { key: 'name', label: '姓名', children: me.name },
          { key: 'street', label: '街道', children: me.street?.name ?? '—' },
          {
            key: 'roles',
            label: '角色',
            children: me.roles.map(({ roleLabel, unitName }) => `${roleLabel}(${unitName})`).join('、'),
          },
        ]}
      />
      <Flex gap="middle" wrap align="start" style={{ marginTop: 12 }}>
        <Card size="small" title="换密码" style={{ width: 380 }}>
          <PasswordForm />
        </Card>
        <Card size="small" title="重做恢复码" style={{ width: 380 }}>
          <CodesForm />
        </Card>
      </Flex>
      <h2>我在哪里登录着</h2>
      <Sessions queryKey={['own-sessions']} load={ownSessions} />
    </DeskPage>
  );
}

interface Passwords {
  password: string;
  newPassword: string;
  again: string;
}

function PasswordForm() {
  const { message } = App.useApp();
  const [form] = Form.useForm<Passwords>();
  const [error, setError] = useState<unknown>(null);
  const submit = async ({ password, newPassword }: Passwords) => {
    setError(null);
    try {
      keepSignedIn(await changePassword(password, newPassword));
      form.resetFields();
      void message.success('密码已更换,别处的登录已结束');
    } catch (e) {
      setError(e);
    }
  };
  return (
    <Form form={form} layout="vertical" onFinish={(values) => void submit(values)} requiredMark={false}>
      <Form.Item name="password" label="现在的密码" rules={[{ required: true, message: '请填写现在的密码' }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="newPassword" label="新密码" rules={[{ required: true, message: '请填写新密码' }]}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label="再写一遍"
        dependencies={['newPassword']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value === getFieldValue('newPassword')
                ? Promise.resolve()
                : Promise.reject(new Error('两次写的不一样')),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      <Button htmlType="submit" type="primary">
        更换
      </Button>
    </Form>
  );
}

function CodesForm() {
  const [error, setError] = useState<unknown>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const submit = async ({ password, code }: { password: string; code: string }) => {
    setError(null);
    try {
      setCodes((await newRecoveryCodes(password, code.trim())).recoveryCodes);
    } catch (e) {
      setError(e);
    }
  };
  if (codes !== null) {
    return (
      <>
        <Alert type="warning" showIcon title="旧的恢复码已作废。请抄下或打印,离开这页就看不到了。" />
        <pre className="desk-codes">{codes.join('\n')}</pre>
      </>
    );
  }
  return (
    <Form layout="vertical" onFinish={(values) => void submit(values)} requiredMark={false}>
      <Form.Item name="password" label="密码" rules={[{ required: true, message: '请填写密码' }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item
        name="code"
        label="验证器上的 6 位数字"
        rules={[{ required: true, message: '请填写验证码' }]}
      >
        <Input autoComplete="one-time-code" inputMode="numeric" maxLength={16} />
      </Form.Item>
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      <Button htmlType="submit">重做恢复码</Button>
    </Form>
  );
}
