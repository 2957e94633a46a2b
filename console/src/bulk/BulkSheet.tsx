import { BULK_HOLD_SECONDS, type BulkAct, type BulkCheck, newKey } from '@yihu/shared';
import { Alert, Modal, Spin } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { checkBulk, holdBulk } from '../api/bulk';
import { errText } from '../api/request';
import { FormDialog, useSending } from '../components';
import type { Choosable } from './bulk.view';
import { held } from './held';
import { Refusals } from './Refusals';

interface Props {
  act: BulkAct;
  rows: readonly Choosable[];
  onHeld: () => void;
  onClose: () => void;
}

type Fields = Record<string, unknown>;

/** Asks for the form once, says what would become of each order, and sends those that can be done. */
export function BulkSheet({ act, rows, onHeld, onClose }: Props) {
  const { name: action, label, fields } = act;
  const [form, setForm] = useState<Fields | null>(fields.length === 0 ? {} : null);
  const [check, setCheck] = useState<BulkCheck | null>(null);
  const orders = useRef(rows.map(({ id, version }) => ({ id, version })));
  const ask = useCallback(
    async (said: Fields) => {
      const answer = await checkBulk({ action, fields: said, orders: orders.current });
      setForm(said);
      setCheck(answer);
    },
    [action],
  );
  if (form === null) {
    return (
      <FormDialog
        title={`${label} ${rows.length} 件`}
        fields={fields}
        order={null}
        send={ask}
        onDone={() => undefined}
        onClose={onClose}
      />
    );
  }
  return (
    <Confirm
      label={label}
      count={rows.length}
      check={check}
      ask={() => ask(form)}
      send={(bulkId) => {
        const isOk = new Set(check?.rows.filter(({ ok }) => ok === true).map(({ orderId }) => orderId));
        const targets = orders.current.filter(({ id }) => isOk.has(id));
        return holdBulk({ bulkId, action, fields: form, orders: targets });
      }}
      onHeld={onHeld}
      onClose={onClose}
    />
  );
}

interface ConfirmProps {
  label: string;
  count: number;
  check: BulkCheck | null;
  ask: () => Promise<void>;
  send: (bulkId: string) => Promise<unknown>;
  onHeld: () => void;
  onClose: () => void;
}

/** The dry run, order by order, and the one button that sends what can be done. */
function Confirm({ label, count, check, ask, send, onHeld, onClose }: ConfirmProps) {
  const { busy, error, setError, sending } = useSending();
  // The same bulk while the same thing is tried again after a lost answer.
  const bulkId = useRef(newKey());
  const isAsked = useRef(check !== null);
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    ask().catch(setError);
  }, [ask, setError]);
  const submit = async () => {
    await sending(async () => {
      await send(bulkId.current);
      held.add(bulkId.current);
      onHeld();
    });
  };
  const able = check?.ok ?? 0;
  return (
    <Modal
      open
      title={`${label} ${count} 件:先看结果`}
      okText={`${label} ${able} 件`}
      okButtonProps={{ disabled: able === 0, id: 'bulk-send', autoFocus: true }}
      cancelText="不办了"
      confirmLoading={busy}
      onOk={() => void submit()}
      onCancel={onClose}
      width={640}
      afterOpenChange={(open) => open && document.getElementById('bulk-send')?.focus()}
    >
      {check === null && error === null && <Spin description={`正在逐件核对 ${count} 件`} />}
      {check !== null && (
        <>
          <p id="bulk-summary" role="status">
            <strong>{able} 可办</strong>
            {check.refused > 0 && `,${check.refused} 不可`}。确定后等 {BULK_HOLD_SECONDS}{' '}
            秒再执行,其间可以撤销。
          </p>
          <Refusals rows={check.rows} onOpen={onClose} />
        </>
      )}
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
    </Modal>
  );
}
