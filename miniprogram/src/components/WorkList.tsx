import { usePullDownRefresh } from '@tarojs/taro';
import type { OrderSummary } from '@yihu/shared';
import type { Pages } from '../api/use-pages';
import { go } from '../platform/nav';
import { stopRefresh } from '../platform/refresh';
import { Button } from './Button';
import { OrderList } from './OrderList';

export interface WorkListProps {
  pages: Pages<OrderSummary>;
  none: string;
  /** Asks for the list anew, and for what stands beside it; the list alone without. */
  reload?: () => Promise<unknown>;
}

/** A list of orders as staff read it: a tap opens one, pulling it down or the button below an empty one asks anew. */
export function WorkList({ pages, none, reload = pages.reload }: WorkListProps) {
  usePullDownRefresh(() => void reload().finally(stopRefresh));
  return (
    <OrderList
      pages={pages}
      reader="staff"
      none={none}
      onOpen={({ id }) => go('handler/order/index', { id })}
    >
      <Button kind="secondary" onTap={reload}>
        刷新
      </Button>
    </OrderList>
  );
}
