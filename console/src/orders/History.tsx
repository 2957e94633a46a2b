import { useQuery } from '@tanstack/react-query';
import { type OrderView, type TimelineEntry, whenText } from '@yihu/shared';
import { Empty, Tabs } from 'antd';
import { linksOf, threadOf } from '../api/desk';
import { Remote, useNow } from '../components';
import { Photos } from './Photos';
import { Related } from './Related';

interface Props {
  order: OrderView;
  tab: string;
  onTab: (tab: string) => void;
  onOpen: (id: string) => void;
}

/** What happened so far, what has to do with it, the links it went through and what staff wrote to each other. */
export function History({ order, tab, onTab, onOpen }: Props) {
  return (
    <Tabs
      size="small"
      className="bench-tabs"
      activeKey={tab}
      onChange={onTab}
      destroyOnHidden
      items={[
        { key: 'log', label: '经过', children: <Log entries={order.timeline} /> },
        { key: 'related', label: '相关工单', children: <Related id={order.id} onOpen={onOpen} /> },
        { key: 'thread', label: '留言', children: <Thread id={order.id} version={order.version} /> },
        { key: 'links', label: '十环节', children: <Links id={order.id} version={order.version} /> },
      ]}
    />
  );
}

/** Newest first: when, what, who, what was written and photographed. */
export function Log({ entries }: { entries: readonly TimelineEntry[] }) {
  const now = useNow();
  return (
    <ol className="bench-log">
      {[...entries]
        .sort((a, b) => b.seq - a.seq)
        .map((entry) => (
          <li key={entry.seq}>
            <span>{entry.text}</span>
            <div className="desk-muted">
              {whenText(entry.at, now)}
              {entry.who === '' ? '' : ` · ${entry.who}`}
            </div>
            {entry.notes.map((note) => (
              <p key={note} className="bench-said">
                {note}
              </p>
            ))}
            <Photos photos={entry.photos} label={entry.text} />
          </li>
        ))}
    </ol>
  );
}

function Thread({ id, version }: { id: string; version: number }) {
  const thread = useQuery({ queryKey: ['order', id, 'thread', version], queryFn: () => threadOf(id) });
  return (
    <Remote of={thread}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="还没有人留言,按 M 选「留言」写第一条" />
        ) : (
          <Log entries={items} />
        )
      }
    </Remote>
  );
}

function Links({ id, version }: { id: string; version: number }) {
  const now = useNow();
  const links = useQuery({ queryKey: ['order', id, 'links', version], queryFn: () => linksOf(id) });
  return (
    <Remote of={links}>
      {({ items }) => (
        <table className="bench-links">
          <thead>
            <tr>
              <th scope="col">环节</th>
              <th scope="col">次数</th>
              <th scope="col">最近</th>
              <th scope="col">谁</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ link, times, lastAt, who }) => (
              <tr key={link}>
                <th scope="row">{link}</th>
                <td>{times === 0 ? '—' : times}</td>
                <td>{lastAt === null ? '—' : whenText(lastAt, now)}</td>
                <td>{who.join('、')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Remote>
  );
}
