import { Text, View } from '@tarojs/components';
import { type DueInput, dueView, type OrderSummary, STATES } from '@yihu/shared';
import { STAFF_TONES } from '../view/state';
import { useNow } from '../view/use-now';
import { Icon } from './Icon';

export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

/** The state of something in a word; the colour only underlines it. */
export function StateTag({ text, tone = 'info' }: { text: string; tone?: Tone }) {
  return <Text className={`yh-tag yh-tag--${tone}`}>{text}</Text>;
}

/** How an order stands for staff: the procedure it is in, when it is in one, and its own state. */
export function StaffState({ order }: { order: Pick<OrderSummary, 'state' | 'stateLabel'> }) {
  const { state, stateLabel } = order;
  const inProcedure = stateLabel !== STATES[state];
  return (
    <>
      {inProcedure && <StateTag text={stateLabel} tone="warn" />}
      <StateTag text={STATES[state] ?? stateLabel} tone={inProcedure ? 'neutral' : STAFF_TONES[state]} />
    </>
  );
}

/** A due time as icon + words + colour; `what` names the step: 签收, 联系, 办结. */
export function DueBadge({ what, ...due }: DueInput & { what?: string }) {
  const view = dueView(due, useNow());
  return (
    <View className={`yh-due yh-due--${view.tone}`}>
      <Icon name={view.icon} />
      <Text>
        {what ? `${what}:` : ''}
        {view.text}
      </Text>
    </View>
  );
}
