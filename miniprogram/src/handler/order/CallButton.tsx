import { Text, View } from '@tarojs/components';
import type { OrderView, RevealedContact } from '@yihu/shared';
import { whenText } from '@yihu/shared';
import { useEffect, useState } from 'react';
import { revealContact } from '../../api/orders';
import { Button, Chips, ErrorNotice, Field, Sheet, TextArea } from '../../components';
import { callPhone } from '../../platform/phone';
import { useNow } from '../../view/use-now';

const REASONS = { 核实情况: '核实情况', 约上门时间: '约上门时间', 告知结果: '告知结果', 其他: '其他' };

/** A number is shown for a reason, for a while, and on the record; then it can be called. */
export function CallButton({ order }: { order: OrderView }) {
  const [open, setOpen] = useState(false);
  const [why, setWhy] = useState<string | null>(null);
  const [other, setOther] = useState('');
  const [shown, setShown] = useState<RevealedContact | null>(null);
  const [error, setError] = useState<unknown>();
  const now = useNow();
  const over = shown !== null && now >= shown.until;
  useEffect(() => {
    if (over) setShown(null);
  }, [over]);
  const reason = why === '其他' ? other.trim() : (why ?? '');
  const reveal = async () => {
    setError(undefined);
    setShown(await revealContact(order.id, reason));
  };
  const foot = shown ? (
    <Button key="call" id="call-now" icon="phone" onTap={() => callPhone(shown.phone)}>
      拨打
    </Button>
  ) : (
    <Button key="reveal" id="call-reveal" disabled={reason.length < 2} onTap={reveal} onError={setError}>
      登记并查看号码
    </Button>
  );
  return (
    <>
      <Button id="call-filer" kind="secondary" icon="phone" onTap={() => setOpen(true)}>
        联系
      </Button>
      <Sheet open={open} title="联系诉求人" onClose={() => setOpen(false)} foot={foot}>
        {error ? <ErrorNotice error={error} /> : null}
        {shown ? (
          <View className="staff-number">
            <Text className="staff-number__name">{shown.name || '未留称呼'}</Text>
            <Text className="staff-number__text" id="revealed-phone">
              {shown.phone}
            </Text>
            <Text className="yh-muted">显示到 {whenText(shown.until, now)},已记录您看过</Text>
          </View>
        ) : (
          <>
            <View className="yh-muted staff-gap">
              {order.contact?.displayName} {order.contact?.maskedPhone}。查看号码会留下记录,请写明原因。
            </View>
            <Field label="为什么联系" required>
              <Chips id="call-reason" label="为什么联系" options={REASONS} value={why} onChange={setWhy} />
            </Field>
            {why === '其他' && (
              <TextArea id="call-other" label="原因" required value={other} onChange={setOther} limit={200} />
            )}
          </>
        )}
      </Sheet>
    </>
  );
}
