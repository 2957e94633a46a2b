import { ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { themeOf } from '../shell/theme';

/** What goes on paper is light whatever the desk looks like. */
export function Paper({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ConfigProvider theme={{ ...themeOf(false), cssVar: { key: 'yihu-paper' } }}>
      <section className="paper" aria-label={label}>
        {children}
      </section>
    </ConfigProvider>
  );
}
