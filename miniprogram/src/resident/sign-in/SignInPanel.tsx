import { Text, View } from '@tarojs/components';
import type { DemoPerson } from '@yihu/shared';
import { useState } from 'react';
import { ApiError, get } from '../../api/request';
import { useRemote } from '../../api/use-remote';
import { Button, ErrorNotice, Icon, Remote, TextField } from '../../components';
import { spoken } from '../../platform/a11y';
import { IS_WEAPP } from '../../platform/env';
import { toast, toastError } from '../../platform/feedback';
import { type Session, signInWithDemoCode, signInWithWechat } from '../../session/session';
import { StaffSignIn } from './StaffSignIn';
import './panel.scss';

const GROUPS = [
  ['resident', '我是居民'],
  ['handler', '我是办理人员'],
  ['desk', '我在街道热线办'],
] as const;

/**
 * WeChat signs in with one tap; in a browser one of the demo persons is chosen, or, where there is no demo, staff
 * sign in with their account.
 */
export function SignInPanel({ onDone }: { onDone: (session: Session) => unknown }) {
  const [error, setError] = useState<unknown>();
  const enter = async (work: Promise<Session>) => {
    setError(undefined);
    const session = await work;
    toast(`${session.me.name},您已登录`);
    await onDone(session);
  };
  return (
    <View>
      {error ? <ErrorNotice error={error} /> : null}
      {IS_WEAPP ? (
        <WechatOrStaff
          onWechat={() => enter(signInWithWechat())}
          onStaff={(session) => enter(Promise.resolve(session))}
          onError={setError}
        />
      ) : (
        <DemoPersons
          onCode={(code) => enter(signInWithDemoCode(code))}
          onStaff={(session) => enter(Promise.resolve(session))}
        />
      )}
    </View>
  );
}

interface WechatOrStaffProps {
  onWechat: () => Promise<void>;
  onStaff: (session: Session) => Promise<void>;
  onError: (error: unknown) => void;
}

function WechatOrStaff({ onWechat, onStaff, onError }: WechatOrStaffProps) {
  const [asStaff, setAsStaff] = useState(false);
  if (asStaff) return <StaffSignIn onDone={onStaff} />;
  return (
    <View>
      <Button id="sign-in" onTap={onWechat} onError={onError}>
        微信登录
      </Button>
      <Button id="as-staff" kind="plain" onTap={() => setAsStaff(true)}>
        工作人员用账号登录
      </Button>
    </View>
  );
}

interface DemoPersonsProps {
  onCode: (code: string) => Promise<void>;
  onStaff: (session: Session) => Promise<void>;
}

function DemoPersons({ onCode, onStaff }: DemoPersonsProps) {
  const persons = useRemote('demo-persons', async () => {
    const { persons: all } = await get<{ persons: DemoPerson[] }>('/api/session/demo');
    return all;
  });
  const [code, setCode] = useState('');
  const [typing, setTyping] = useState(false);
  if (persons.error instanceof ApiError && persons.error.code === 'DEMO_DISABLED') {
    return <StaffSignIn onDone={onStaff} />;
  }
  return (
    <View>
      <View className="yh-muted">这是演示环境,点一下就登录,不用密码。</View>
      <Remote of={persons}>
        {(all) => (
          <>
            {GROUPS.map(([opens, title]) => (
              <View key={opens}>
                <View className="yh-part">{title}</View>
                <Group persons={all.filter((person) => person.opens === opens)} onCode={onCode} />
              </View>
            ))}
          </>
        )}
      </Remote>
      {typing || persons.error ? (
        <View className="sign-code">
          <TextField
            id="sign-in-code"
            label="登录码"
            required
            hint="启动服务的窗口里会列出"
            value={code}
            onChange={setCode}
          />
          <Button id="sign-in" disabled={code.trim() === ''} onTap={() => onCode(code)}>
            登录
          </Button>
        </View>
      ) : (
        <Button id="sign-in-typing" kind="plain" onTap={() => setTyping(true)}>
          我有登录码
        </Button>
      )}
    </View>
  );
}

const FIRST = 3;

/** The first few of a group; the rest on demand. */
function Group({ persons, onCode }: { persons: DemoPerson[]; onCode: (code: string) => Promise<void> }) {
  const [all, setAll] = useState(false);
  const shown = all ? persons : persons.slice(0, FIRST);
  return (
    <View>
      {shown.map((person) => (
        <PersonRow key={person.code} person={person} onCode={onCode} />
      ))}
      {shown.length < persons.length && (
        <Button kind="plain" id={`demo-more-${persons[0]?.opens}`} onTap={() => setAll(true)}>
          看全部 {persons.length} 位
        </Button>
      )}
    </View>
  );
}

function PersonRow({ person, onCode }: { person: DemoPerson; onCode: (code: string) => Promise<void> }) {
  const [busy, setBusy] = useState(false);
  const choose = async () => {
    if (busy) return;
    setBusy(true);
    await onCode(person.code)
      .catch(toastError)
      .finally(() => setBusy(false));
  };
  return (
    <View
      id={`demo-${person.code}`}
      className="sign-person"
      hoverClass="sign-person--pressed"
      onClick={choose}
      {...spoken({ role: 'button', label: `以${person.name}登录,${person.roleLabel}` })}
    >
      <Text className={`sign-person__face sign-person__face--${person.opens}`}>
        {person.name.slice(0, 1)}
      </Text>
      <View className="sign-person__body">
        <Text className="sign-person__name">{person.name}</Text>
        <Text className="sign-person__role">{busy ? '正在登录…' : person.roleLabel}</Text>
      </View>
      <Icon name="chevron" />
    </View>
  );
}
