import { Alert, Drawer, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useBehindOrders } from '../api/figures';
import { errText } from '../api/request';
import { More } from './More';
import { useFilters } from './use-filters';

/**
 * Opens a number to its orders: what is open stands in the address, so that it can be shared and is closed by going
 * back. Put `drawer` somewhere on the screen.
 */
export function useBehind(): { open: (address: string, title: string) => void; drawer: ReactNode } {
  const [filters, change] = useFilters();
  const { behind, of } = filters;
  // Addresses come from the server; one written by hand opens nothing else.
  const address = behind?.startsWith('/api/') === true ? behind : null;
  const close = () => change({ behind: undefined, of: undefined });
  return {
    open: (next, title) => change({ behind: next, of: title }),
    drawer: <Behind address={address} title={of ?? '工单'} onClose={close} />,
  };
}

function Behind({ address, title, onClose }: { address: string | null; title: string; onClose: () => void }) {
  const pages = useBehindOrders(address);
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const total = pages.data?.pages[0]?.total ?? items.length;
  return (
    <Drawer
      open={address !== null}
      title={pages.data === undefined ? title : `${title} · ${total} 件`}
      onClose={onClose}
      size={520}
      destroyOnHidden
    >
      {pages.error !== null && <Alert type="error" showIcon title={errText(pages.error)} />}
      {pages.isLoading && <Skeleton active aria-label="正在加载" />}
      {pages.data !== undefined && items.length === 0 && <p>没有工单。</p>}
      <ul className="desk-rows" id="behind-orders">
        {items.map((order, at) => (
          // An order may count more than once.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is never reordered
          <li key={`${order.orderId} ${at}`}>
            <a href={`#/orders?view=ALL&id=${order.orderId}`}>{order.orderNo}</a> {order.title}
            <div className="desk-muted">{order.unitName}</div>
          </li>
        ))}
      </ul>
      <More pages={pages} />
    </Drawer>
  );
}
