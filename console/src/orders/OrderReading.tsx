import type { OrderView } from '@yihu/shared';
import { Log } from './History';
import { OrderFacts } from './OrderFacts';
import { OrderHead } from './OrderHead';
import { Said } from './Said';
import './orders.css';
import './pane.css';

/** An order to be read only: what was said, how it stands and what happened. */
export function OrderReading({ order }: { order: OrderView }) {
  return (
    <article className="bench-order" aria-label={`工单 ${order.orderNo}`}>
      <OrderHead order={order} labels={[]} />
      <Said order={order} />
      <OrderFacts order={order} />
      <h3>经过</h3>
      <Log entries={order.timeline} />
    </article>
  );
}
