import { type ActionName, type Field, isDanger, type OrderView, prefill, TRANSITIONS } from '@yihu/shared';
import { EvidenceList } from './EvidenceList';
import { FormSheet } from './FormSheet';
import { VoicePlayer } from './VoicePlayer';

/** Where the photos are taken that are asked for. */
const ON_THE_SPOT: readonly ActionName[] = ['arrive', 'reply'];

export interface ActionSheetProps {
  order: OrderView;
  action: ActionName;
  run: (action: ActionName, fields: Record<string, unknown>) => Promise<unknown>;
  onDone: (action: ActionName) => void;
  onClose: () => void;
}

/** A photo that "solved" is not believed without is said to be one where it is taken. */
function withEvidence(fields: readonly Field[], { evidence }: OrderView): readonly Field[] {
  if (!evidence.some(({ need }) => need === 'PHOTO_AFTER')) return fields;
  return fields.map((field) =>
    field.kind === 'photos' && field.purpose === 'AFTER' ? { ...field, hint: '报「已解决」必须附' } : field,
  );
}

/** The form of one action on an order. */
export function ActionSheet({ order, action, run, onDone, onClose }: ActionSheetProps) {
  const { fields, label, decides } = TRANSITIONS[action];
  return (
    <FormSheet
      title={label}
      fields={withEvidence(fields, order)}
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
      {ON_THE_SPOT.includes(action) && <EvidenceList asked={order.evidence} />}
      {action === 'transcribe' && order.recording && (
        <VoicePlayer id="transcribe-voice" src={order.recording.url} seconds={order.recording.seconds} />
      )}
    </FormSheet>
  );
}
