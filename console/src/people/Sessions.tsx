import { type QueryKey, useQuery } from '@tanstack/react-query';
import { type SessionView, whenText } from '@yihu/shared';
import { Button, Popconfirm, Table, Tag } from 'antd';
import { endSession } from '../api/people';
import { Remote, useDoing, useNow } from '../components';

interface Props {
  queryKey: QueryKey;
  load: () => Promise<{ sessions: SessionView[] }>;
}

/** Where somebody is signed in; each can be ended. */
export function Sessions({ queryKey, load }: Props) {
  const sessions = useQuery({ queryKey, queryFn: load });
  const { run, busy } = useDoing(queryKey);
  const now = useNow();
  return (
    <Remote of={sessions}>
      {({ sessions: all }) => (
        <Table<SessionView>
          size="small"
          rowKey="id"
          pagination={false}
          dataSource={all}
          columns={[
            {
              title: '设备',
              render: (_, { device, current }) => (
                <>
                  {device} {current && <Tag color="blue">这一处</Tag>}
                </>
              ),
            },
            { title: '登录方式', dataIndex: 'wayLabel' },
            { title: '开始', render: (_, { startedAt }) => whenText(startedAt, now) },
            { title: '最近使用', render: (_, { lastSeenAt }) => whenText(lastSeenAt, now) },
            { title: '最晚到', render: (_, { until }) => whenText(until, now) },
            {
              title: '操作',
              render: (_, { id, device }) => (
                <Popconfirm
                  title={`结束「${device}」上的登录?`}
                  okText="结束"
                  cancelText="不"
                  onConfirm={() => run('已结束', () => endSession(id))}
                >
                  <Button size="small" danger disabled={busy}>
                    结束
                  </Button>
                </Popconfirm>
              ),
            },
          ]}
        />
      )}
    </Remote>
  );
}
