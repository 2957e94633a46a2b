import { useQuery } from '@tanstack/react-query';
import type { OrderSummary, Page } from '@yihu/shared';
import { List } from 'antd';
import { get } from '../api/request';
import { Due, Remote } from '../components';

/** List │ order │ map and history. */
export default function Workbench() {
  const list = useQuery({
    queryKey: ['orders', 'list'],
    queryFn: () => get<Page<OrderSummary>>('/api/orders/desk', { view: 'TO_ACCEPT' }),
  });
  return (
    <div className="desk-page">
      <h1>工单</h1>
      <Remote of={list}>
        {({ items }) => (
          <List
            dataSource={items}
            renderItem={(order) => (
              <List.Item>
                {order.orderNo} {order.title}{' '}
                <Due label={order.dueLabel} dueAt={order.dueAt} dueText={order.dueText} />
              </List.Item>
            )}
          />
        )}
      </Remote>
    </div>
  );
}
