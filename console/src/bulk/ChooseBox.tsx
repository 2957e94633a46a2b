import { Checkbox } from 'antd';
import type { Choosable } from './bulk.view';
import type { Chosen } from './use-chosen';

interface Props<T extends Choosable> {
  chosen: Chosen<T>;
  row: T & { orderNo: string };
}

/** Before a row of a list: takes the order into those chosen. */
export function ChooseBox<T extends Choosable>({ chosen, row }: Props<T>) {
  return (
    <Checkbox
      className="bulk-box"
      checked={chosen.has(row.id)}
      onChange={() => chosen.toggle(row)}
      aria-label={`选中 ${row.orderNo}`}
      // By keyboard it is X on the row: one stop for each order is enough.
      tabIndex={-1}
    />
  );
}
