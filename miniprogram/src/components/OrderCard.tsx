import { Image, Text, View } from '@tarojs/components';
import { type OrderSummary, VOICE_STATES, whenText } from '@yihu/shared';
import { spoken } from '../platform/a11y';
import { isUnwritten, RESIDENT_STATES, residentDueLabel } from '../view/state';
import { useNow } from '../view/use-now';
import { DueBadge, StaffState, StateTag } from './Badges';
import { Icon } from './Icon';
import { absoluteUrl } from './PhotoStrip';

export interface OrderCardProps {
  order: OrderSummary;
  /** Whose words: a resident reads plain states, staff read the short ones. */
  reader: 'resident' | 'staff';
  onTap: () => void;
}

/** One order in a list: what it is about, how it stands, what comes next by when. */
export function OrderCard({ order, reader, onTap }: OrderCardProps) {
  const now = useNow();
  const words = reader === 'resident' ? RESIDENT_STATES[order.state].text : order.stateLabel;
  // people know their matter by their own words, staff by its class
  const isOwn = reader === 'resident' && order.excerpt !== '';
  const [title, second] = isOwn ? [order.excerpt, order.title] : [order.title, order.excerpt];
  return (
    <View
      id={`order-${order.id}`}
      className={`yh-card yh-card--tap yh-ocard${order.late ? ' yh-ocard--late' : ''}`}
      hoverClass="yh-card--pressed"
      onClick={onTap}
      {...spoken({ role: 'button', label: `${order.title},${words}` })}
    >
      <View className="yh-ocard__head">
        {reader === 'staff' ? (
          <StaffState order={order} />
        ) : (
          <StateTag text={words} tone={RESIDENT_STATES[order.state].tone} />
        )}
        {order.cycle > 0 && <StateTag text={`第${order.cycle + 1}次办理`} tone="warn" />}
        {reader === 'staff' && order.urgency === 'L1' && <StateTag text="紧急" tone="bad" />}
        {reader === 'staff' && order.outside && <StateTag text="辖区外" tone="warn" />}
        {reader === 'staff' && isUnwritten(order.voice) && (
          <StateTag text={VOICE_STATES[order.voice]} tone="warn" />
        )}
        <Text className="yh-ocard__when">{whenText(order.receivedAt, now)}</Text>
      </View>
      <View className="yh-ocard__main">
        <View className="yh-ocard__words">
          <Text className="yh-ocard__title">{title}</Text>
          {second !== title && <Text className="yh-ocard__excerpt">{second}</Text>}
        </View>
        {order.thumbUrl && (
          <Image className="yh-ocard__photo" mode="aspectFill" src={absoluteUrl(order.thumbUrl)} />
        )}
      </View>
      {order.placeLabel !== '' && (
        <View className="yh-ocard__place">
          <Icon name="pin" />
          <Text>{order.placeLabel}</Text>
        </View>
      )}
      <DueLine order={order} what={reader === 'staff' ? order.dueLabel : residentDueLabel(order.state)} />
      <Text className="yh-ocard__no">
        {order.orderNo}
        {order.leadUnitName ? ` · ${order.leadUnitName}` : ''}
      </Text>
    </View>
  );
}

function DueLine({ order, what }: { order: OrderSummary; what: string | null }) {
  if (what === null) return null;
  if (order.dueAt) return <DueBadge what={what} dueAt={order.dueAt} />;
  return order.dueText ? <Text className="yh-muted yh-small">{order.dueText}</Text> : null;
}
