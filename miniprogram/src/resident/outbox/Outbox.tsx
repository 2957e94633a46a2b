import { View } from '@tarojs/components';
import { useFilings } from '../../outbox/store';
import { FilingCard } from './FilingCard';

/** 待发送: the person's filings that have not arrived, and what was sent while nobody looked. Nothing when empty. */
export function Outbox() {
  const open = useFilings().filter(({ state, announce }) => state !== 'SENT' || announce);
  if (open.length === 0) return null;
  return (
    <View id="outbox" aria-label="待发送">
      {open.map((filing) => (
        <FilingCard key={filing.key} filing={filing} />
      ))}
    </View>
  );
}
