import { useQuery } from '@tanstack/react-query';
import { type DemoPerson, PRODUCT, ROLE_PERMISSIONS, type Role, type SetupState } from '@yihu/shared';
import { Alert, Button, Card, Divider, Flex, Form, Input, Spin, Typography } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { ApiError, errText, get } from '../api/request';
import { useSending } from '../components/use-sending';
import { signInDemo, signInStaff } from '../session/session';
import { FirstSignIn, type Unfinished } from './FirstSignIn';

/** Who works at the desk, and who looks on from a community. */
const isOfDesk = ({ opens, role }: DemoPerson) =>
  opens === 'desk' || ROLE_PERMISSIONS[role as Role].includes('order:readArea');

/** Needed once in the life of an installation. */
const Setup = lazy(async () => ({ default: (await import('../people')).Setup }));

interface Credentials {
  login: string;
  password: string;
  code?: string;
}

/** Staff with name, password and code; on a demonstration also by one press. What was being written stays kept. */
export function SignIn() {
  const { busy, error, sending: attempt } = useSending();
  const [unfinished, setUnfinished] = useState<Unfinished | null>(null);
  // Asked once: the passwords it ends with must not vanish because the page was looked at again.
  const setup = useQuery({
    queryKey: ['setup'],
    queryFn: () => get<SetupState>('/api/setup'),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const demo = useQuery({
    queryKey: ['demo'],
    queryFn: async () => {
      try {
        return (await get<{ persons: DemoPerson[] }>('/api/session/demo')).persons;
      } catch (e) {
        // A real installation has no demo persons.
        if (e instanceof ApiError && e.status !== 0) return [];
        throw e;
      }
    },
  });
  const submit = ({ login, password, code }: Credentials) =>
    attempt(async () => {
      const answer = await signInStaff({ login, password, ...(code ? { code: code.trim() } : {}) });
      if (answer.step === 'COMPLETE') setUnfinished(answer);
    });
  if (setup.data?.open === true) {
    return (
      <main className="desk-sign-in">
        <Card className="desk-sign-in-card desk-setup-card">
          <Typography.Title level={1}>{PRODUCT}</Typography.Title>
          <Suspense fallback={<Spin />}>
            <Setup onDone={() => void setup.refetch()} />
          </Suspense>
        </Card>
      </main>
    );
  }
  const desk = demo.data?.filter(isOfDesk) ?? [];
  return (
    <main className="desk-sign-in">
      <Card className="desk-sign-in-card">
        <Typography.Title level={1}>{PRODUCT}</Typography.Title>
        <Typography.Paragraph type="secondary">接诉即办工作台</Typography.Paragraph>
        {error !== null && <Alert type="error" showIcon title={errText(error)} role="alert" />}
        {unfinished !== null ? (
          <FirstSignIn unfinished={unfinished} onBack={() => setUnfinished(null)} />
        ) : (
          <Form<Credentials>
            layout="vertical"
            onFinish={(values) => void submit(values)}
            requiredMark={false}
          >
            <Form.Item label="登录名" name="login" rules={[{ required: true, message: '请填写登录名' }]}>
              <Input autoFocus autoComplete="username" />
            </Form.Item>
            <Form.Item label="密码" name="password" rules={[{ required: true, message: '请填写密码' }]}>
              <Input.Password autoComplete="current-password" />
            </Form.Item>
            <Form.Item label="验证码(验证器上的 6 位数字,首次登录不填)" name="code">
              <Input autoComplete="one-time-code" inputMode="numeric" maxLength={16} />
            </Form.Item>
            <Button type="primary" htmlType="submit" block loading={busy}>
              登录
            </Button>
          </Form>
        )}
        {desk.length > 0 && unfinished === null && (
          <>
            <Divider>演示账号</Divider>
            <Flex wrap gap="small">
              {desk.map(({ code, name, roleLabel }) => (
                <Button key={code} id={`demo-${code}`} onClick={() => void attempt(() => signInDemo(code))}>
                  {name} · {roleLabel}
                </Button>
              ))}
            </Flex>
          </>
        )}
      </Card>
    </main>
  );
}
