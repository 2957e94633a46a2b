import { View } from '@tarojs/components';
import { useStreet } from '../api/places';
import { goTab } from '../platform/nav';
import { callPhone } from '../platform/phone';
import { Button } from './Button';

const TABS = {
  orders: { page: 'resident/orders/index', text: '看我的诉求' },
  work: { page: 'handler/tasks/index', text: '回工作台' },
} as const;

/** What is left to do where a page has nothing to show: the list it would have come from, or a person's voice. */
export function WayOut({ to }: { to: keyof typeof TABS }) {
  const phone = useStreet().data?.officePhone;
  const { page, text } = TABS[to];
  return (
    <View className="yh-stack">
      <Button id="way-out" onTap={() => goTab(page)}>
        {text}
      </Button>
      {to === 'orders' && phone && (
        <Button id="way-out-call" kind="secondary" icon="phone" onTap={() => callPhone(phone)}>
          打电话问 {phone}
        </Button>
      )}
    </View>
  );
}
