import { EyeOutlined, PhoneOutlined } from '@ant-design/icons';
import { CONFIDENTIALITIES, type Field, type OrderView, type RevealedContact, whenText } from '@yihu/shared';
import { Button, Flex } from 'antd';
import { useState } from 'react';
import { revealContact } from '../api/orders';
import { FormDialog, useNow } from '../components';
import { useKeys } from '../keys';

const REASON: readonly Field[] = [
  {
    name: 'reason',
    label: '为什么要看',
    kind: 'text',
    required: true,
    min: 2,
    max: 100,
    layer: 'INTERNAL',
    hint: '会和您的姓名、时间一起记入查阅记录,诉求人可以看到',
  },
];
const REACH: Readonly<Record<NonNullable<OrderView['reachability']>, string>> = {
  OK: '微信提醒能送达',
  NO_CREDIT: '没有订阅次数,微信提醒发不出,请打电话',
  REFUSED: '不接收微信提醒,请打电话',
  UNBOUND: '没有绑定微信,请打电话',
};

/** Who filed it as far as the reader may know; the number itself takes a reason. */
export function Contact({ order }: { order: OrderView }) {
  const { contact, reachability } = order;
  const [asking, setAsking] = useState(false);
  const [revealed, setRevealed] = useState<RevealedContact | null>(null);
  const now = useNow();
  const canReveal = contact?.canReveal === true;
  useKeys('办理', [{ key: 'p', label: '查看联系电话', run: () => setAsking(true), active: canReveal }]);
  if (contact === null) return null;
  const shown = revealed !== null && revealed.until > now ? revealed : null;
  return (
    <section aria-label="诉求人">
      <h3>诉求人</h3>
      <Flex gap="small" align="center" wrap>
        <strong>{shown?.name ?? (contact.displayName || '不公开姓名')}</strong>
        <span>
          <PhoneOutlined aria-hidden /> {shown?.phone ?? contact.maskedPhone ?? '没有电话'}
        </span>
        {canReveal && shown === null && (
          <Button size="small" id="reveal" icon={<EyeOutlined aria-hidden />} onClick={() => setAsking(true)}>
            查看电话 <kbd>P</kbd>
          </Button>
        )}
        {shown !== null && <span className="desk-muted">{whenText(shown.until, now)}后重新遮盖</span>}
        <span className="desk-muted">{CONFIDENTIALITIES[contact.confidentiality]}</span>
      </Flex>
      {contact.whyNot !== null && <p className="desk-muted">{contact.whyNot}</p>}
      {reachability !== null && (reachability === 'OK' || contact.maskedPhone !== null) && (
        <p className="desk-muted">{REACH[reachability]}</p>
      )}
      {asking && (
        <FormDialog
          title="查看电话"
          fields={REASON}
          order={null}
          send={async ({ reason }) => setRevealed(await revealContact(order.id, String(reason)))}
          onDone={() => setAsking(false)}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}
