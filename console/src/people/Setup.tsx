import type { SetupDone } from '@yihu/shared';
import { Alert, Button, Form, Input, Steps, Table, Typography } from 'antd';
import { useState } from 'react';
import { type Appointed, type SetupBody, setUp } from '../api/people';
import { errText } from '../api/request';
import { useSending } from '../components';

const ADMINS = {
  system: { label: '系统管理员', about: '管单位、人员所在单位、消息和运行' },
  security: { label: '安全管理员', about: '开账号、定角色、停用和重置' },
  audit: { label: '审计管理员', about: '只看记录,不改任何东西' },
} as const;
type Admin = keyof typeof ADMINS;
const NAMES = Object.keys(ADMINS) as Admin[];
const PARTS = [
  ['code', 'street'],
  ['system', 'security', 'audit'],
] as const;

const needed = (message: string, pattern?: RegExp) => [
  { required: true, message, pattern, whitespace: true },
];
const LOGIN = /^[a-z][a-z0-9._-]{2,31}$/;

/** Each of the three is another person with another login: none of them can be two. */
function twin(
  all: Partial<Record<Admin, Partial<Appointed>>>,
  name: Admin,
  key: keyof Appointed,
): string | null {
  const own = all[name]?.[key]?.trim();
  const other = NAMES.find((each) => each !== name && own !== undefined && all[each]?.[key]?.trim() === own);
  return other === undefined || own === '' ? null : `与${ADMINS[other].label}相同,须是三个人`;
}

/** The first run of an installation: the street and its three administrators, once, with the code the server printed. */
export function Setup({ onDone }: { onDone: () => void }) {
  const [form] = Form.useForm<SetupBody>();
  const [step, setStep] = useState(0);
  const { busy, error, sending } = useSending();
  const [done, setDone] = useState<SetupDone | null>(null);
  const next = async () => {
    const fields = form.getFieldsError().map(({ name }) => name);
    const own = fields.filter(([head]) => PARTS[0].includes(head as 'code'));
    await form.validateFields(own);
    setStep(1);
  };
  const submit = async () => {
    const body = await form.validateFields();
    await sending(async () => {
      setDone(await setUp(body));
    });
  };
  if (done !== null) return <Passwords done={done} onDone={onDone} />;
  return (
    <>
      <Typography.Paragraph>
        还没有管理员账号。请先建立街道和三个管理员;安装码是服务启动时打印在窗口里的那一行。
      </Typography.Paragraph>
      <Steps size="small" current={step} items={[{ title: '街道' }, { title: '三个管理员' }]} />
      <Form<SetupBody> form={form} layout="vertical" requiredMark={false} style={{ marginTop: 12 }}>
        <div hidden={step !== 0}>
          <Form.Item name="code" label="安装码" rules={needed('请填写安装码')}>
            <Input autoFocus autoComplete="off" />
          </Form.Item>
          <Form.Item name={['street', 'name']} label="街道全称" rules={needed('请填写全称')}>
            <Input placeholder="如 合肥市蜀山区南七街道" maxLength={40} />
          </Form.Item>
          <Form.Item
            name={['street', 'shortName']}
            label="简称(2–6 个字,印在微信消息里)"
            rules={needed('请填写 2–6 个字', /^.{2,6}$/u)}
          >
            <Input maxLength={6} />
          </Form.Item>
          <Form.Item
            name={['street', 'code']}
            label="编码(行政区划代码,如 340104004)"
            rules={needed('2–24 位数字或字母', /^[0-9A-Za-z-]{2,24}$/)}
          >
            <Input />
          </Form.Item>
          <Form.Item
            name={['street', 'prefix']}
            label="工单号前缀(2–6 个大写字母,如 NQ)"
            rules={needed('2–6 个大写字母', /^[A-Z]{2,6}$/)}
          >
            <Input maxLength={6} />
          </Form.Item>
          <Button id="setup-next" type="primary" block onClick={() => void next().catch(() => undefined)}>
            下一步
          </Button>
        </div>
        <div hidden={step !== 1}>
          <p className="desk-muted">须是三个人,互相制约,谁也不能兼任,也不办工单。</p>
          {NAMES.map((name) => (
            <AdminFields key={name} name={name} />
          ))}
          {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
          <Button onClick={() => setStep(0)}>上一步</Button>{' '}
          <Button
            id="setup-submit"
            type="primary"
            loading={busy}
            // What is wrong stands at its field.
            onClick={() => void submit().catch(() => undefined)}
          >
            建立
          </Button>
        </div>
      </Form>
    </>
  );
}

function AdminFields({ name }: { name: Admin }) {
  const { label, about } = ADMINS[name];
  const own = (key: keyof Appointed) => ({
    dependencies: NAMES.filter((each) => each !== name).map((each) => [each, key]),
    different: ({ getFieldsValue }: { getFieldsValue: (all: true) => SetupBody }) => ({
      validator: () => {
        const problem = twin(getFieldsValue(true), name, key);
        return problem === null ? Promise.resolve() : Promise.reject(new Error(problem));
      },
    }),
  });
  const [person, login] = [own('name'), own('login')];
  return (
    <fieldset className="desk-fieldset">
      <legend>{label}</legend>
      <span className="desk-muted">{about}</span>
      <Form.Item
        name={[name, 'name']}
        label="姓名"
        dependencies={person.dependencies}
        rules={[...needed('请填写姓名'), person.different]}
      >
        <Input aria-label={`${label}姓名`} maxLength={32} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name={[name, 'login']}
        label="登录名(小写字母开头,3 个字符以上)"
        dependencies={login.dependencies}
        rules={[...needed('小写字母开头,3–32 个字符', LOGIN), login.different]}
      >
        <Input aria-label={`${label}登录名`} maxLength={32} autoComplete="off" />
      </Form.Item>
    </fieldset>
  );
}

function Passwords({ done, onDone }: { done: SetupDone; onDone: () => void }) {
  return (
    <>
      <Alert
        type="warning"
        showIcon
        title={`${done.street.name}已建立。下面的首次密码只显示这一次`}
        description="请分别交给三个人,各自首次登录时设自己的密码、绑定验证器。"
      />
      <Table
        size="small"
        rowKey="personId"
        pagination={false}
        dataSource={done.admins}
        columns={[
          { title: '谁', render: (_, { name, roleLabel }) => `${name} · ${roleLabel}` },
          { title: '登录名', dataIndex: 'login' },
          {
            title: '首次密码',
            render: (_, { initialPassword }) => (
              <Typography.Text code copyable>
                {initialPassword}
              </Typography.Text>
            ),
          },
        ]}
      />
      <Button id="setup-done" type="primary" block style={{ marginTop: 12 }} onClick={onDone}>
        已交给三个人,去登录
      </Button>
    </>
  );
}
