import { Empty } from 'antd';
import { useOrder } from '../api/use-order';
import { Presence } from '../components';
import { History } from './History';
import { OrderPane } from './OrderPane';
import { PlaceMap } from './PlaceMap';

interface ColumnProps {
  id: string;
  begin: () => () => void;
  onOpen: (id: string) => void;
  onClose: () => void;
  onLeave: () => void;
}

/** The order that is open. */
export function OrderColumn({ id, ...rest }: ColumnProps) {
  const live = useOrder(id);
  return <OrderPane key={id} live={live} beside={<Presence orderId={id} />} {...rest} />;
}

interface SideProps {
  id: string;
  tab: string;
  onTab: (tab: string) => void;
  onOpen: (id: string) => void;
  onGrid: (gridId: string) => void;
}

/** Where it is and what happened so far; the map stays while the orders change. */
export function SideColumn({ id, onGrid, ...rest }: SideProps) {
  const { order } = useOrder(id);
  if (order.data === undefined) return null;
  return (
    <>
      <PlaceMap order={order.data} onGrid={onGrid} />
      <History order={order.data} {...rest} />
    </>
  );
}

/** What to press while no order is open. */
export function NoOrder() {
  return (
    <div className="bench-none">
      <Empty
        image={Empty.PRESENTED_IMAGE_SIMPLE}
        description={
          <>
            按 <kbd>J</kbd> 看第一件,<kbd>/</kbd> 搜索,<kbd>?</kbd> 看全部快捷键
          </>
        }
      />
    </div>
  );
}
