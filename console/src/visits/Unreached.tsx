import { Link } from '@tanstack/react-router';
import { REACHABILITY, TRANSITIONS, UNTOLD, type UnreachableLine } from '@yihu/shared';
import { Alert, Button, Flex } from 'antd';
import { useState } from 'react';
import { useOrder } from '../api/use-order';
import { FormDialog, Remote } from '../components';
import { useKeys } from '../keys';
import type { OnSaved } from './CallCard';
import { Phone } from './Phone';

interface Props {
  line: UnreachableLine;
  onSaved: OnSaved;
}

/** Somebody WeChat does not reach: call, tell, and write down that she was told. */
export function Unreached({ line, onSaved }: Props) {
  const live = useOrder(line.orderId);
  const [isTelling, setTelling] = useState(false);
  const canTell = live.order.data?.allowed.includes('tell') === true;
  useKeys('无法通知', [{ key: 's', label: '登记告知', run: () => setTelling(true), active: canTell }]);
  return (
    <Remote of={live.order}>
      {(order) => (
        <article className="visit-card" aria-label={`无法通知 ${line.orderNo}`}>
          <Flex gap="small" align="center" wrap>
            <h2>{line.title}</h2>
            <Link to="/orders" search={{ view: 'ALL', id: line.orderId }}>
              {line.orderNo}
            </Link>
            <span>{line.stateLabel}</span>
          </Flex>
          <Alert
            type="warning"
            showIcon
            className="visit-alert"
            title={`${REACHABILITY[line.why]}。${UNTOLD[line.untold]}。`}
            description={
              line.hasPhone
                ? '下一步:打电话告诉诉求人,再登记告知。'
                : '没有留电话:凭编号来电或打开小程序时才能看到。'
            }
          />
          <Phone key={order.id} order={order} reason={`电话告知 ${line.orderNo}`} />
          <h3>要告诉的话</h3>
          <p className="visit-tell">{order.question ?? order.publicReply ?? order.headline}</p>
          {line.tries > 0 && (
            <p className="desk-muted">
              已联系 {line.tries} 次,最近 {line.lastTryDay}
            </p>
          )}
          {canTell && (
            <Button type="primary" id="tell" onClick={() => setTelling(true)}>
              登记告知 <kbd>S</kbd>
            </Button>
          )}
          {isTelling && (
            <FormDialog
              title={TRANSITIONS.tell.label}
              fields={TRANSITIONS.tell.fields}
              start={{ way: 'PHONE', reached: true }}
              order={order}
              send={(fields) => live.run('tell', fields)}
              onDone={() => {
                setTelling(false);
                onSaved(`${line.orderNo} 已登记告知`);
              }}
              onClose={() => setTelling(false)}
            />
          )}
        </article>
      )}
    </Remote>
  );
}
