import { type ActionName, type OrderView, TRANSITIONS } from '@yihu/shared';
import { useEffect, useState } from 'react';
import { dropStored, readStored, tryStore } from '../platform/store';
import { isDanger } from '../view/actions';
import { type FormValues, formProblem, sentFields } from '../view/form';
import { prefill } from '../view/prefill';
import { ActionForm } from './ActionForm';
import { ConfirmSheet } from './ConfirmSheet';
import { lastingPhotos, type Photo } from './use-photos';
import { VoicePlayer } from './VoicePlayer';

export interface ActionSheetProps {
  order: OrderView;
  action: ActionName;
  run: (action: ActionName, fields: Record<string, unknown>) => Promise<unknown>;
  onDone: (action: ActionName) => void;
  onClose: () => void;
}

/** The form of one action in a sheet. What was written is kept on the device until the action went through. */
export function ActionSheet({ order, action, run, onDone, onClose }: ActionSheetProps) {
  const { fields, label, decides } = TRANSITIONS[action];
  const key = `yihu.form.${order.id}.${action}.${order.cycle}`;
  // a decision is made on what is seen now: an old half-written one must not come back
  const [kept] = useState(() => (decides ? null : readStored<Kept>(key)));
  const [values, setValues] = useState<FormValues>(() => kept?.values ?? prefill(action, order));
  const [photos, setPhotos] = useState<Record<string, Photo[]>>(() => kept?.photos ?? {});
  const [error, setError] = useState<unknown>();
  const uploading = Object.values(photos)
    .flat()
    .some(({ state }) => state === 'uploading');

  useEffect(() => {
    if (!decides) keep(key, { values, photos });
  }, [decides, key, values, photos]);

  const change = (name: string, value: unknown) => {
    setValues((old) => ({ ...old, [name]: value }));
    setError(undefined); // it spoke of what was there before
  };
  const changePhotos = (name: string, list: Photo[]) => setPhotos((old) => ({ ...old, [name]: list }));
  const send = async () => {
    const problem = formProblem(fields, values);
    setError(problem ? new Error(problem) : undefined);
    if (problem) return;
    await run(action, sentFields(fields, values));
    dropStored(key);
    onDone(action);
  };
  return (
    <ConfirmSheet
      open
      title={label}
      confirmText={uploading ? '照片上传中…' : label.length <= 6 ? label : '提交'}
      danger={isDanger(action)}
      ready={!uploading && order.allowed.includes(action)}
      error={error}
      onConfirm={() => send().catch(setError)}
      onClose={onClose}
    >
      {action === 'transcribe' && order.recording && (
        <VoicePlayer id="transcribe-voice" src={order.recording.url} seconds={order.recording.seconds} />
      )}
      <ActionForm
        fields={fields}
        values={values}
        onChange={change}
        photos={photos}
        onPhotos={changePhotos}
        order={order}
      />
    </ConfirmSheet>
  );
}

interface Kept {
  values: FormValues;
  photos: Record<string, Photo[]>;
}

/** Photos are kept with the form when they have arrived or a copy of them lies on the device. */
function keep(key: string, { values, photos }: Kept): void {
  const lasting = Object.entries(photos).map(([name, list]) => [name, lastingPhotos(list)]);
  tryStore(key, { values, photos: Object.fromEntries(lasting) });
}
