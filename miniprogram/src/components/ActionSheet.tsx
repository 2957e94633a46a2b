import { type ActionName, isDanger, type OrderView, prefill, TRANSITIONS } from '@yihu/shared';
import { FormSheet } from './FormSheet';
import { VoicePlayer } from './VoicePlayer';

export interface ActionSheetProps {
  order: OrderView;
  action: ActionName;
  run: (action: ActionName, fields: Record<string, unknown>) => Promise<unknown>;
  onDone: (action: ActionName) => void;
  onClose: () => void;
}

/** The form of one action on an order. */
export function ActionSheet({ order, action, run, onDone, onClose }: ActionSheetProps) {
  const { fields, label, decides } = TRANSITIONS[action];
  return (
    <FormSheet
      title={label}
      fields={fields}
      // a decision is made on what is seen now: an old half-written one must not come back
      keepAs={decides ? null : `yihu.form.${order.id}.${action}.${order.cycle}`}
      start={prefill(action, order)}
      order={order}
      danger={isDanger(action)}
      ready={order.allowed.includes(action)}
      send={(written) => run(action, written)}
      onDone={() => onDone(action)}
      onClose={onClose}
    >
      {action === 'transcribe' && order.recording && (
        <VoicePlayer id="transcribe-voice" src={order.recording.url} seconds={order.recording.seconds} />
      )}
    </FormSheet>
  );
}
