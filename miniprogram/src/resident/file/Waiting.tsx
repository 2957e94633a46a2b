import { View } from '@tarojs/components';
import { useEffect } from 'react';
import { Button, Page } from '../../components';
import { dismiss, receiptOf } from '../../outbox/outbox';
import { useFilings } from '../../outbox/store';
import { goTab, replace } from '../../platform/nav';
import { FilingCard } from '../outbox/FilingCard';

/** After a submit that got no answer: what is on the phone, and that it goes by itself. Its receipt ends the wait. */
export function Waiting({ filingKey, onEdit }: { filingKey: string; onEdit: () => void }) {
  const filing = useFilings().find(({ key }) => key === filingKey);
  const orderId = filing ? filing.receipt?.orderId : receiptOf(filingKey)?.orderId;
  const gone = !filing && !orderId;
  useEffect(() => {
    if (gone) void goTab('resident/home/index'); // thrown away
    if (!orderId) return;
    dismiss(filingKey);
    void replace('resident/receipt/index', { id: orderId });
  }, [filingKey, orderId, gone]);
  return (
    <Page>
      <View className="yh-title">还没有提交上去</View>
      {filing && <FilingCard filing={filing} onEdit={onEdit} />}
      <Button id="waiting-home" kind="secondary" onTap={() => goTab('resident/home/index')}>
        先放着,回首页
      </Button>
    </Page>
  );
}
