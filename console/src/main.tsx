import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App as AntApp, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query';
import { useSession } from './session/session';
import { router } from './shell/router';
import { SignIn } from './shell/SignIn';
import './shell/shell.css';
import { themeOf, useIsDark } from './shell/theme';

dayjs.locale('zh-cn');

function Desk() {
  const isDark = useIsDark();
  const person = useSession()?.me.personId;
  useEffect(() => {
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  }, [isDark]);
  // What one person was shown is not there for the next who signs in on this machine.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change of person that matters
  useEffect(() => () => queryClient.clear(), [person]);
  return (
    <ConfigProvider locale={zhCN} theme={themeOf(isDark)} button={{ autoInsertSpace: false }}>
      <AntApp className="desk-app">
        {person === undefined ? <SignIn /> : <RouterProvider router={router} />}
      </AntApp>
    </ConfigProvider>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Desk />
    </QueryClientProvider>
  </StrictMode>,
);
