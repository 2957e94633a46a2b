import { EyeOutlined, PhoneOutlined } from '@ant-design/icons';
import { type OrderView, REACHABILITY, type RevealedContact, whenText } from '@yihu/shared';
import { Alert, Button, Flex, Input } from 'antd';
import { useState } from 'react';
import { revealContact } from '../api/orders';
import { errText } from '../api/request';
import { useNow } from '../components';
import { useKeys } from '../keys';

interface Props {
  order: OrderView;
  /** What the look is for, ready to be sent. */
  reason: string;
}

/** Whom to call. The number takes a reason, which stands there already and is recorded. */
export function Phone({ order, reason }: Props) {
  const { contact, reachability } = order;
  const [why, setWhy] = useState(reason);
  const [shown, setShown] = useState<RevealedContact | null>(null);
  const [error, setError] = useState<unknown>(null);
  const now = useNow();
  const canReveal = contact?.canReveal === true && contact.maskedPhone !== null;
  const isOpen = shown !== null && shown.until > now;
  const reveal = async () => {
    setError(null);
    try {
      setShown(await revealContact(order.id, why.trim()));
    } catch (e) {
      setError(e);
    }
  };
  useKeys('回访', [{ key: 'p', label: '显示电话', run: () => void reveal(), active: canReveal && !isOpen }]);
  if (contact === null) return null;
  return (
    <section aria-label="电话" className="visit-phone">
      <Flex gap="small" align="center" wrap>
        <strong>{isOpen ? shown.name : contact.displayName || '不公开姓名'}</strong>
        <span className={isOpen ? 'visit-number' : undefined} id="visit-number">
          <PhoneOutlined aria-hidden /> {isOpen ? shown.phone : (contact.maskedPhone ?? '没有电话')}
        </span>
        {isOpen && <span className="desk-muted">{whenText(shown.until, now)}后重新遮盖</span>}
        {canReveal && !isOpen && (
          <>
            <Input
              aria-label="为什么要看电话"
              className="visit-why"
              value={why}
              maxLength={200}
              onChange={({ target }) => setWhy(target.value)}
              onPressEnter={() => void reveal()}
            />
            <Button id="visit-reveal" icon={<EyeOutlined aria-hidden />} onClick={() => void reveal()}>
              显示电话 <kbd>P</kbd>
            </Button>
          </>
        )}
        {reachability !== null && <span className="desk-muted">{REACHABILITY[reachability]}</span>}
      </Flex>
      {contact.whyNot !== null && <p className="desk-muted">{contact.whyNot}</p>}
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
    </section>
  );
}
