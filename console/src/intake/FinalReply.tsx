import { dayOf, type FinalReplyLine } from '@yihu/shared';
import { Alert } from 'antd';

/** A final reply that a matter may be answered from, with its words. */
export function FinalReply({ reply }: { reply: FinalReplyLine }) {
  const { orderNo, unitName, issuedAt, same, text } = reply;
  const whose = same === 'PERSON' ? '来电人这件事' : '这个地方的同类事';
  return (
    <Alert
      type="info"
      showIcon
      className="call-alert"
      title={`${whose}已有最终答复(${unitName},${dayOf(issuedAt)},${orderNo})`}
      description={text}
    />
  );
}
