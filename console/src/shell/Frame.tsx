import {
  BulbOutlined,
  LogoutOutlined,
  QuestionCircleOutlined,
  SearchOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { PRODUCT } from '@yihu/shared';
import { Button, Dropdown, Layout, Menu, Tooltip } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useKeys } from '../keys';
import { Live } from '../live';
import { GROUPS, SCREENS } from '../routes';
import { can, signOut, useMe } from '../session/session';
import { Bell } from './Bell';
import { KeyHelp } from './KeyHelp';
import { chooseTheme, useIsDark } from './theme';
import { useGoTo } from './use-go-to';

const Palette = lazy(() => import('./Palette'));

/** The frame of every screen: menu by permission, command box, help, theme, who is here. */
export function Frame() {
  const me = useMe();
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const isDark = useIsDark();
  const [helping, setHelping] = useState(false);
  const [commanding, setCommanding] = useState(false);
  const screens = SCREENS.filter(({ permission, hidden }) => !hidden && can(me, permission));
  useGoTo(screens);
  useKeys('到处', [
    { key: '?', label: '快捷键', run: () => setHelping(true) },
    { key: 'ctrl+k', label: '命令框', run: () => setCommanding(true), inFields: true },
  ]);
  const items = Object.entries(GROUPS)
    .map(([group, label]) => ({
      key: group,
      type: 'group' as const,
      label,
      children: screens
        .filter((screen) => screen.group === group)
        .map((screen) => ({ key: screen.path, label: screen.title })),
    }))
    .filter(({ children }) => children.length > 0);
  return (
    <Layout className="desk-frame">
      <a className="desk-skip" href="#desk-main">
        跳到正文
      </a>
      <Layout.Header className="desk-head">
        <strong className="desk-brand">{PRODUCT}</strong>
        <span className="desk-street">{me.street?.name}</span>
        <Button className="desk-command" icon={<SearchOutlined />} onClick={() => setCommanding(true)}>
          找功能、找工单 <kbd>Ctrl+K</kbd>
        </Button>
        <span className="desk-gap" />
        {can(me, 'unit:read') && <Live />}
        <Bell />
        <Tooltip title="快捷键 ?">
          <Button
            type="text"
            aria-label="快捷键"
            icon={<QuestionCircleOutlined />}
            onClick={() => setHelping(true)}
          />
        </Tooltip>
        <Tooltip title={isDark ? '换成浅色' : '换成深色'}>
          <Button
            type="text"
            aria-label={isDark ? '换成浅色' : '换成深色'}
            icon={<BulbOutlined />}
            onClick={() => chooseTheme(isDark ? 'light' : 'dark')}
          />
        </Tooltip>
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              { key: 'me', icon: <UserOutlined />, label: '我的账号' },
              { key: 'out', icon: <LogoutOutlined />, label: '退出登录' },
            ],
            onClick: ({ key }) => void (key === 'me' ? navigate({ to: '/me' }) : signOut()),
          }}
        >
          <Button type="text">
            {me.name}
            <span className="desk-role">{me.roles[0]?.roleLabel}</span>
          </Button>
        </Dropdown>
      </Layout.Header>
      <Layout>
        <Layout.Sider className="desk-sider" width={132} theme="light" role="navigation">
          <Menu
            mode="inline"
            inlineIndent={14}
            items={items}
            selectedKeys={screens
              .filter((screen) => path.startsWith(screen.path))
              .map((screen) => screen.path)}
            onClick={({ key }) => void navigate({ to: key })}
          />
        </Layout.Sider>
        <Layout.Content id="desk-main" className="desk-main" role="main" tabIndex={-1}>
          <Outlet />
        </Layout.Content>
      </Layout>
      <KeyHelp open={helping} onClose={() => setHelping(false)} />
      {commanding && (
        <Suspense fallback={null}>
          <Palette screens={screens} onClose={() => setCommanding(false)} />
        </Suspense>
      )}
    </Layout>
  );
}
