import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { formatLocal, type OrderSummary, type Page } from '@yihu/shared';
import { Alert, Button, Flex, Table } from 'antd';
import { errText } from '../api/request';
import { Due } from '../components';

interface Props {
  queryKey: QueryKey;
  load: (after?: string) => Promise<Page<OrderSummary>>;
  /** Opens an order beside the list; absent: on the workbench. */
  onOpen?: (id: string) => void;
}

/** Orders of a register; each opens on the workbench, or beside it. */
export function OrderTable({ queryKey, load, onOpen }: Props) {
  const pages = useInfiniteQuery({
    queryKey: ['orders', ...queryKey],
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  if (pages.error !== null) return <Alert type="error" showIcon title={errText(pages.error)} />;
  return (
    <>
      <Table<OrderSummary>
        size="small"
        rowKey="id"
        loading={pages.isLoading}
        pagination={false}
        dataSource={pages.data?.pages.flatMap(({ items }) => items) ?? []}
        locale={{ emptyText: '没有工单' }}
        columns={[
          {
            title: '工单',
            width: 170,
            render: (_, { id, orderNo }) =>
              onOpen === undefined ? (
                <a href={`#/orders?id=${id}`}>{orderNo}</a>
              ) : (
                <button type="button" className="desk-link" onClick={() => onOpen(id)}>
                  {orderNo}
                </button>
              ),
          },
          { title: '事由', dataIndex: 'title' },
          { title: '状态', width: 90, dataIndex: 'stateLabel' },
          { title: '承办', width: 140, render: (_, { leadUnitName }) => leadUnitName ?? '—' },
          { title: '收单', width: 140, render: (_, { receivedAt }) => formatLocal(receivedAt) },
          {
            title: '时限',
            width: 200,
            render: (_, { dueLabel, dueAt, dueText }) => (
              <Due label={dueLabel} dueAt={dueAt} dueText={dueText} />
            ),
          },
        ]}
      />
      {pages.hasNextPage && (
        <Flex justify="center" style={{ marginTop: 8 }}>
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            更多
          </Button>
        </Flex>
      )}
    </>
  );
}
