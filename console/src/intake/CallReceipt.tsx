import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Receipt, STATES } from '@yihu/shared';
import { Alert, Button, Flex, Tag } from 'antd';
import { sameMatter } from '../api/desk';
import { act, orderById } from '../api/orders';
import { useCommand } from '../api/use-command';
import { useDoing } from '../components';
import { useCan } from '../session/session';
import { FinalReply } from './FinalReply';

interface Props {
  receipt: Receipt;
  /** What could not be done besides filing, one sentence each. */
  troubles: readonly string[];
  onNext: () => void;
}

/** What is read to the caller: her number, and what happens next by which day. */
export function CallReceipt({ receipt, troubles, onNext }: Props) {
  const mayMerge = useCan('order:merge');
  // The number has been read out above; what says it again is for the clerk.
  const toRead = receipt.next.filter((sentence) => !sentence.includes(receipt.orderNo));
  const others = receipt.next.filter((sentence) => sentence.includes(receipt.orderNo));
  return (
    <section aria-label="回执" className="call-receipt" id="receipt">
      <p className="desk-muted">请念给来电人听</p>
      <p>您反映的事已经登记,编号是</p>
      <p className="call-number" id="receipt-no">
        {receipt.orderNo}
      </p>
      <ul className="call-next" id="receipt-next">
        {toRead.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {others.map((sentence) => (
        <p key={sentence} className="desk-muted">
          {sentence}
        </p>
      ))}
      {receipt.differs && (
        <Alert type="warning" showIcon title="这份草稿先前已经登记过,内容与这次不同;新的情况请在工单里补充" />
      )}
      {troubles.map((trouble) => (
        <Alert key={trouble} type="warning" showIcon className="call-alert" title={trouble} />
      ))}
      {mayMerge && <Found receipt={receipt} />}
      <Flex gap="small" align="center" wrap>
        <Button type="primary" size="large" id="next-call" autoFocus onClick={onNext}>
          下一个来电 <kbd>N</kbd>
        </Button>
        <Link to="/orders" search={{ view: 'ALL', id: receipt.orderId }}>
          打开这件工单
        </Link>
        <Tag>{STATES[receipt.state]}</Tag>
      </Flex>
    </section>
  );
}

/** What was found once it was filed: the same matter before, and final replies it may be answered from. */
function Found({ receipt: { orderId } }: { receipt: Receipt }) {
  const same = useQuery({ queryKey: ['order', orderId, 'same'], queryFn: () => sameMatter(orderId) });
  const order = useQuery({ queryKey: ['order', orderId], queryFn: () => orderById(orderId) });
  const { run, busy } = useDoing(['order', orderId], ['orders']);
  const command = useCommand();
  const merge = async (orderNo: string) => {
    const { version } = await orderById(orderId);
    const commandId = command.idFor(orderId, version, orderNo);
    await act(orderId, 'merge', { commandId, version, fields: { targets: [orderNo] } });
    command.done();
  };
  const canMerge = order.data?.allowed.includes('merge') === true;
  const open = (same.data?.items ?? []).filter((item) => item.isOpen);
  return (
    <>
      {open.map((item) => (
        <Alert
          key={item.id}
          type="info"
          showIcon
          className="call-alert"
          title={`可能是同一件:${item.orderNo} ${item.title}(${item.stateLabel})`}
          action={
            canMerge ? (
              <Button
                size="small"
                disabled={busy}
                onClick={() => void run(`已并入 ${item.orderNo}`, () => merge(item.orderNo))}
              >
                并入这一件
              </Button>
            ) : undefined
          }
        />
      ))}
      {(order.data?.finalReplies ?? []).map((reply) => (
        <FinalReply key={reply.orderId} reply={reply} />
      ))}
    </>
  );
}
