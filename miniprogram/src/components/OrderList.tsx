import { View } from '@tarojs/components';
import type { OrderSummary } from '@yihu/shared';
import type { ReactNode } from 'react';
import type { Pages } from '../api/use-pages';
import { Button } from './Button';
import { Empty } from './Notice';
import { OrderCard } from './OrderCard';
import { Remote } from './Remote';

export interface OrderListProps {
  pages: Pages<OrderSummary>;
  reader: 'resident' | 'staff';
  onOpen: (order: OrderSummary) => void;
  /** Said when there is none. */
  none: string;
  /** What to do then. */
  children?: ReactNode;
}

/** A list of orders with its loading, failing, empty and longer-than-a-page states. */
export function OrderList({ pages, reader, onOpen, none, children }: OrderListProps) {
  return (
    <Remote of={pages.first}>
      {() =>
        pages.items.length === 0 ? (
          <Empty text={none}>{children}</Empty>
        ) : (
          <View>
            {pages.items.map((order) => (
              <OrderCard key={order.id} order={order} reader={reader} onTap={() => onOpen(order)} />
            ))}
            {pages.hasMore && (
              <Button kind="secondary" onTap={pages.more}>
                再看更早的
              </Button>
            )}
          </View>
        )
      }
    </Remote>
  );
}
