import type { BulkRow } from '@yihu/shared';
import { Flex } from 'antd';
import { refusals } from './bulk.view';

interface Props {
  rows: readonly BulkRow[];
  /** Told when one of them is opened. */
  onOpen?: () => void;
}

/** Orders that could not be done, by the reason; each opens. */
export function Refusals({ rows, onOpen }: Props) {
  const groups = refusals(rows);
  if (groups.length === 0) return null;
  return (
    <ul className="bulk-refusals" aria-label="不能办的工单和原因">
      {groups.map(({ reason, rows: of }) => (
        <li key={reason}>
          <div>{reason}</div>
          <Flex gap="small" wrap>
            {of.map(({ orderId, orderNo }) =>
              orderNo === '' ? (
                <span key={orderId}>(您无权查看)</span>
              ) : (
                <a key={orderId} href={`#/orders?id=${orderId}`} onClick={onOpen}>
                  {orderNo}
                </a>
              ),
            )}
          </Flex>
        </li>
      ))}
    </ul>
  );
}
