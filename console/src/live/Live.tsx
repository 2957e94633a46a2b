import { DisconnectOutlined, SyncOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import type { LiveEvent } from '@yihu/shared';
import { App, Button, Tooltip } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { freshRows } from '../api/fresh-rows';
import { refreshMe, useMe } from '../session/session';
import { follow, type LiveState } from './follow';
import { alarmText, changedBy, staleBy } from './news';

/** Events of this long are answered by one round of questions: a sweep at midnight turns hundreds of lights. */
const GATHER_MS = 400;
const SIGNS: Readonly<Record<LiveState, { text: string; shown: boolean }>> = {
  connecting: { text: '正在连接,新工单稍后自动出现', shown: false },
  live: { text: '实时', shown: false },
  lost: { text: '重连中:实时连接断开,漏掉的会补上', shown: true },
};

/** Keeps everything on the screen as fresh as the server is, and says so when it cannot. Draws only that sign. */
export function Live() {
  const { personId } = useMe();
  const client = useQueryClient();
  const { notification } = App.useApp();
  const [state, setState] = useState<LiveState>('connecting');
  const waiting = useRef<{ events: LiveEvent[]; timer: number }>({ events: [], timer: 0 });

  useEffect(() => {
    const stop = new AbortController();
    const renew = () => {
      const { events } = waiting.current;
      waiting.current = { events: [], timer: 0 };
      const stale = events.map(staleBy);
      if (stale.includes('all')) return void client.invalidateQueries();
      const keys = new Map(
        stale.flatMap((keys) => keys as (readonly unknown[])[]).map((key) => [key.join(), key]),
      );
      for (const queryKey of keys.values()) void client.invalidateQueries({ queryKey });
      const changed = changedBy(events);
      if (changed.length > 0 && !keys.has('orders')) void freshRows(client, changed);
    };
    follow(personId, {
      signal: stop.signal,
      onExpired: refreshMe,
      onState: setState,
      onEvent: (event) => {
        const alarm = alarmText(event);
        if (alarm !== null && 'id' in event) {
          notification.warning({
            key: event.id,
            title: alarm.title,
            description: <a href={`#/orders?id=${event.id}`}>{alarm.text}</a>,
            placement: 'bottomRight',
          });
        }
        waiting.current.events.push(event);
        waiting.current.timer ||= window.setTimeout(renew, GATHER_MS);
      },
    });
    return () => {
      stop.abort();
      clearTimeout(waiting.current.timer);
      waiting.current = { events: [], timer: 0 };
    };
  }, [personId, client, notification]);

  const { text, shown } = SIGNS[state];
  return (
    <span role="status" aria-live="polite" id="live" data-state={state}>
      {shown && (
        <Tooltip title={text}>
          <Button type="text" size="small" danger icon={<DisconnectOutlined />} aria-label={text}>
            <SyncOutlined spin /> 重连中
          </Button>
        </Tooltip>
      )}
    </span>
  );
}
