import type { Field, OrderView } from '@yihu/shared';
import { type FormValues, formProblem, sentFields, withAnswer } from '@yihu/shared';
import { type ReactNode, useEffect, useState } from 'react';
import { dropStored, readStored, tryStore } from '../platform/store';
import { ActionForm } from './ActionForm';
import { ConfirmSheet } from './ConfirmSheet';
import { lastingPhotos, type Photo } from './use-photos';

export interface FormSheetProps {
  title: string;
  fields: readonly Field[];
  /** Under what name the half-written form stays on the device; null for what is decided on what is seen now. */
  keepAs: string | null;
  /** What the form starts with when nothing was kept. */
  start?: FormValues;
  /** The order it is about, for what is proposed from it. */
  order: Pick<OrderView, 'suggestedUnit' | 'text' | 'leadUnitId'> | null;
  danger?: boolean;
  /** While false it cannot be sent. */
  ready?: boolean;
  send: (fields: Record<string, unknown>) => Promise<unknown>;
  onDone: () => void;
  onClose: () => void;
  /** Read before the fields. */
  children?: ReactNode;
}

/** The one form in a sheet of an action, an opening and a step: drawn from its fields, kept until it went through. */
export function FormSheet({ title, fields, keepAs, start = {}, order, children, ...rest }: FormSheetProps) {
  const { danger = false, ready = true, send, onDone, onClose } = rest;
  const [kept] = useState(() => (keepAs === null ? null : readStored<Kept>(keepAs)));
  const [values, setValues] = useState<FormValues>(() => kept?.values ?? start);
  const [photos, setPhotos] = useState<Record<string, Photo[]>>(() => kept?.photos ?? {});
  const [error, setError] = useState<unknown>();
  const uploading = Object.values(photos)
    .flat()
    .some(({ state }) => state === 'uploading');

  useEffect(() => {
    if (keepAs !== null) keep(keepAs, { values, photos });
  }, [keepAs, values, photos]);

  const change = (name: string, value: unknown) => {
    setValues((old) => withAnswer(fields, old, name, value));
    setError(undefined); // it spoke of what was there before
  };
  const submit = async () => {
    const problem = formProblem(fields, values);
    setError(problem ? new Error(problem) : undefined);
    if (problem) return;
    await send(sentFields(fields, values));
    if (keepAs !== null) dropStored(keepAs);
    onDone();
  };
  return (
    <ConfirmSheet
      open
      title={title}
      confirmText={uploading ? '照片上传中…' : title.length <= 6 ? title : '提交'}
      danger={danger}
      ready={!uploading && ready}
      error={error}
      onConfirm={() => submit().catch(setError)}
      onClose={onClose}
    >
      {children}
      <ActionForm
        fields={fields}
        values={values}
        onChange={change}
        photos={photos}
        onPhotos={(name, list) => setPhotos((old) => ({ ...old, [name]: list }))}
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
