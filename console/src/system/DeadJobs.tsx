import { useInfiniteQuery } from '@tanstack/react-query';
import { formatLocal, OUTBOX_STATES, type OutboxJobView, type OutboxState } from '@yihu/shared';
import { Alert, Button, Flex, Segmented, Table } from 'antd';
import { outboxJobs, replayJob } from '../api/admin';
import { errText } from '../api/request';
import { useDoing, useFilters } from '../components';

/** What leaves the house by the outbox. */
const TOPICS: Readonly<Record<string, string>> = {
  'wechat.subscribe': '微信消息',
  'moderation.text': '送审文字',
  'moderation.image': '送审图片',
  'attachment.mark': '照片加水印',
  'desk.bulk': '成批办理',
  upper: '答复上级平台',
};

const isState = (state: string | undefined): state is OutboxState =>
  state !== undefined && Object.hasOwn(OUTBOX_STATES, state);

/** Messages and effects that did not go out, each with why; they are sent again by hand. */
export function DeadJobs() {
  const [filters, filter] = useFilters();
  const state = isState(filters.state) ? filters.state : 'DEAD';
  const jobs = useInfiniteQuery({
    queryKey: ['outbox', state],
    queryFn: ({ pageParam }) => outboxJobs(state, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const { run, busy } = useDoing(['outbox'], ['health']);
  const items = jobs.data?.pages.flatMap((page) => page.items) ?? [];
  const canReplay = state === 'DEAD' || state === 'HELD';
  return (
    <Flex vertical gap="small" align="start">
      <Segmented
        aria-label="状态"
        value={state}
        options={Object.entries(OUTBOX_STATES).map(([value, label]) => ({
          value: value as OutboxState,
          label,
        }))}
        onChange={(next) => filter({ state: next })}
      />
      {jobs.error !== null && <Alert type="error" showIcon title={errText(jobs.error)} />}
      <Table<OutboxJobView>
        size="small"
        rowKey="id"
        style={{ width: '100%' }}
        loading={jobs.isLoading}
        pagination={false}
        dataSource={items}
        locale={{ emptyText: `没有${OUTBOX_STATES[state]}的` }}
        columns={[
          { title: '什么', width: 180, render: (_, { topic }) => TOPICS[topic] ?? topic },
          { title: '关于', dataIndex: 'subjectId', width: 240 },
          { title: '放入', width: 140, render: (_, { createdAt }) => formatLocal(createdAt) },
          { title: '试过', dataIndex: 'attempts', width: 60, align: 'right' },
          { title: '为什么', render: (_, { lastError }) => lastError ?? '—' },
          ...(canReplay
            ? [
                {
                  title: '操作',
                  width: 90,
                  render: (_: unknown, { id }: OutboxJobView) => (
                    <Button
                      size="small"
                      disabled={busy}
                      onClick={() => void run('已放回,马上再发', () => replayJob(id))}
                    >
                      再发
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {jobs.hasNextPage && (
        <Button loading={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
          更早的
        </Button>
      )}
    </Flex>
  );
}
