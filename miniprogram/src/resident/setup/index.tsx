import { View } from '@tarojs/components';
import type { SetupDone, SetupState } from '@yihu/shared';
import { useState } from 'react';
import { get, post } from '../../api/request';
import { useRemote } from '../../api/use-remote';
import { Button, Card, Empty, ErrorNotice, Fact, Page, Remote, TextField } from '../../components';
import { copyText } from '../../platform/clipboard';
import { goTab } from '../../platform/nav';
import { type AdminKey, EMPTY, isReady, type SetupForm, setupBody } from './setup-form';

const ADMINS: readonly [AdminKey, string, string][] = [
  ['system', '系统管理员', '管单位和人员所在单位、消息模板'],
  ['security', '安全管理员', '开账号、定角色、停用和重置'],
  ['audit', '审计管理员', '只看记录,不改任何东西'],
];

/** The first run of an installation: the street and its three administrators, once. Web build only. */
export default function SetupPage() {
  const state = useRemote('setup', () => get<SetupState>('/api/setup'));
  const [done, setDone] = useState<SetupDone>();
  if (done) return <Passwords done={done} />;
  return (
    <Page>
      <Remote of={state}>
        {({ open }) =>
          open ? (
            <Form onDone={setDone} />
          ) : (
            <Empty text="安装已经完成。忘记密码请找安全管理员重置。">
              <Button onTap={() => goTab('resident/home/index')}>回首页</Button>
            </Empty>
          )
        }
      </Remote>
    </Page>
  );
}

function Form({ onDone }: { onDone: (done: SetupDone) => void }) {
  const [form, setForm] = useState<SetupForm>(EMPTY);
  const [error, setError] = useState<unknown>();
  const field = (name: keyof Omit<SetupForm, AdminKey>) => ({
    id: `setup-${name}`,
    required: true,
    value: form[name],
    onChange: (value: string) => setForm({ ...form, [name]: value }),
  });
  const person = (key: AdminKey, name: 'name' | 'login') => ({
    id: `setup-${key}-${name}`,
    required: true,
    value: form[key][name],
    onChange: (value: string) => setForm({ ...form, [key]: { ...form[key], [name]: value } }),
  });
  const submit = async () => {
    setError(undefined);
    onDone(await post<SetupDone>('/api/setup', setupBody(form)));
  };
  return (
    <View>
      <TextField {...field('code')} label="安装码" hint="服务启动时打印在窗口里的那一行" />
      <Card title="街道">
        <TextField {...field('name')} label="全称" hint="如 合肥市蜀山区南七街道" />
        <TextField {...field('shortName')} label="简称" hint="最多 6 个字,印在微信消息里" maxLength={6} />
        <TextField {...field('areaCode')} label="编码" hint="行政区划代码,如 340104004" />
        <TextField {...field('prefix')} label="工单号前缀" hint="2–6 个大写字母,如 NQ" maxLength={6} />
      </Card>
      <View className="yh-muted">三名管理员须是三个人,互相制约;谁也不能兼任。</View>
      {ADMINS.map(([key, title, duty]) => (
        <Card key={key} title={title}>
          <View className="yh-muted">{duty}</View>
          <TextField {...person(key, 'name')} label="姓名" />
          <TextField {...person(key, 'login')} label="登录名" hint="小写字母开头,3 个字符以上" />
        </Card>
      ))}
      {error ? <ErrorNotice error={error} /> : null}
      <Button id="setup-submit" disabled={!isReady(form)} onTap={submit} onError={setError}>
        建立
      </Button>
    </View>
  );
}

/** Each administrator's first password, shown this once. */
function Passwords({ done }: { done: SetupDone }) {
  const lines = done.admins.map(
    ({ roleLabel, name, login, initialPassword }) => `${roleLabel} ${name} ${login} ${initialPassword}`,
  );
  return (
    <Page>
      <View className="yh-title">{done.street.name}已建立</View>
      <View className="yh-muted">
        请把初始密码分别交给三个人,只显示这一回;第一次登录时各自改密码、绑定验证器。
      </View>
      {done.admins.map(({ role, roleLabel, name, login, initialPassword }) => (
        <Card key={role} title={`${roleLabel} ${name}`}>
          <Fact name="登录名">{login}</Fact>
          <Fact name="初始密码">{initialPassword}</Fact>
        </Card>
      ))}
      <View className="yh-stack">
        <Button kind="secondary" onTap={() => copyText(lines.join('\n'))}>
          复制
        </Button>
        <Button id="setup-leave" onTap={() => goTab('resident/home/index')}>
          记下了,去登录
        </Button>
      </View>
    </Page>
  );
}
