import { type Field, type FormValues, formProblem, sentFields, withAnswer } from '@yihu/shared';
import { Alert, Modal } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { errText } from '../api/request';
import { ActionForm, type ActionFormProps } from './ActionForm';
import { useSending } from './use-sending';

export interface FormDialogProps {
  title: string;
  fields: readonly Field[];
  /** What the form starts with. */
  start?: FormValues;
  order: ActionFormProps['order'];
  danger?: boolean;
  /** While false it cannot be sent. */
  ready?: boolean;
  send: (fields: Record<string, unknown>) => Promise<unknown>;
  onDone: () => void;
  onClose: () => void;
  /** Told of every change, for keeping a draft. */
  onDraft?: (values: FormValues) => void;
  aside?: (field: Field, set: (value: unknown) => void, value: unknown) => ReactNode;
  /** Read before the fields. */
  children?: ReactNode;
}

/** The one form of an action, an opening and a step. Ctrl+Enter sends it; a refusal leaves what was written. */
export function FormDialog({ title, fields, start = {}, order, children, ...rest }: FormDialogProps) {
  const { danger = false, ready = true, send, onDone, onClose, onDraft, aside } = rest;
  const [values, setValues] = useState<FormValues>(start);
  const { busy, error, setError, sending } = useSending();
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLDivElement>(null);

  const change = (name: string, value: unknown) => {
    const next = withAnswer(fields, values, name, value);
    setValues(next);
    setError(null); // it spoke of what was there before
    onDraft?.(next);
  };
  const submit = async () => {
    setTried(true);
    if (busy || !ready || formProblem(fields, values) !== null) return;
    await sending(async () => {
      await send(sentFields(fields, values));
      onDone();
    });
  };
  return (
    <Modal
      open
      title={title}
      okText={
        <>
          {title.length <= 6 ? title : '提交'} <kbd>Ctrl+Enter</kbd>
        </>
      }
      okButtonProps={{ danger, disabled: !ready, id: 'form-send' }}
      confirmLoading={busy}
      onOk={() => void submit()}
      onCancel={onClose}
      destroyOnHidden
      width={640}
      style={{ top: 32 }}
      afterOpenChange={(open) => {
        if (open) firstField(form.current)?.focus();
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the fields inside pass through here */}
      <div
        ref={form}
        className="desk-form"
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) {
            event.preventDefault();
            void submit();
          }
        }}
      >
        {children}
        <ActionForm
          fields={fields}
          values={values}
          onChange={change}
          order={order}
          tried={tried}
          aside={aside && ((field) => aside(field, (value) => change(field.name, value), values[field.name]))}
        />
        {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
      </div>
    </Modal>
  );
}

/** Where writing begins; the box itself when there is nothing to fill in, so that Ctrl+Enter is heard. */
function firstField(form: HTMLElement | null): HTMLElement | null | undefined {
  const field = form?.querySelector<HTMLElement>('.ant-form-item :is(textarea, input, button)');
  return field ?? form?.closest('.ant-modal')?.querySelector<HTMLElement>('#form-send');
}
