import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { newKey, type Receipt } from '@yihu/shared';
import { Alert, Button, Flex } from 'antd';
import { type ComponentRef, useEffect, useRef, useState } from 'react';
import { fileForCaller, joinProblem, locate } from '../api/intake';
import { act, orderById } from '../api/orders';
import { useStreetId } from '../api/places';
import { ApiError, errText } from '../api/request';
import { DeskPage, useSending } from '../components';
import { useKeys } from '../keys';
import { Advice } from './Advice';
import { CallerPanel } from './CallerPanel';
import { CallReceipt } from './CallReceipt';
import { FilingForm } from './FilingForm';
import { bodyOf, type CallForm, problemOf } from './filing.view';
import './intake.css';
import { KnownMatter } from './KnownMatter';
import { NearProblems } from './NearProblems';
import { PlaceMap } from './PlaceMap';
import { useCall } from './use-call';

/** What follows from a choice made before there was an order; what fails is said, the order stays filed. */
async function follow(receipt: Receipt, form: CallForm): Promise<string[]> {
  const troubles: string[] = [];
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (e) {
      troubles.push(`${what}没有成功:${errText(e)}`);
    }
  };
  const { sameAs, problemId } = form;
  if (problemId !== null) {
    await attempt('关联附近的问题', () =>
      joinProblem(problemId, receipt.orderId, { commandId: newKey(), version: 0, fields: {} }),
    );
  }
  if (sameAs !== null) {
    await attempt(`并入 ${sameAs} `, async () => {
      const { version } = await orderById(receipt.orderId);
      await act(receipt.orderId, 'merge', { commandId: newKey(), version, fields: { targets: [sameAs] } });
    });
  }
  return troubles;
}

/** A call is taken in: said, found, filed, and its number read out, without a hand leaving the keys. */
export default function FileForCaller() {
  const { form, draftId, change, next, filed } = useCall();
  const streetId = useStreetId();
  const client = useQueryClient();
  const [tried, setTried] = useState(false);
  const { busy, error, setError, sending } = useSending();
  const [done, setDone] = useState<{ receipt: Receipt; troubles: string[] } | null>(null);
  const { point } = form;
  const place = useQuery({
    queryKey: ['locate', point],
    queryFn: () => locate({ lat: point?.lat ?? 0, lng: point?.lng ?? 0 }),
    enabled: point !== null,
  });

  const problem = tried ? problemOf(form) : null;

  const submit = async () => {
    setTried(true);
    setError(null);
    const first = problemOf(form);
    if (first !== null) return document.getElementById(`call-${first.field}`)?.focus();
    if (busy || streetId === undefined || done !== null) return;
    await sending(async () => {
      const receipt = await fileForCaller(bodyOf(form, draftId, streetId));
      filed();
      setDone({ receipt, troubles: await follow(receipt, form) });
      await client.invalidateQueries({ queryKey: ['orders'] });
    });
  };
  const nextCall = () => {
    setDone(null);
    setTried(false);
    setError(null);
    next();
  };
  useKeys('登记来电', [
    { key: 'ctrl+enter', label: '登记', run: () => void submit(), inFields: true, active: done === null },
    { key: 'n', label: '下一个来电', run: nextCall, active: done !== null },
  ]);
  return (
    <DeskPage
      title="登记来电"
      about={
        <>
          <kbd>Tab</kbd> 逐项,<kbd>Ctrl+Enter</kbd> 登记
        </>
      }
      extra={
        <>
          <Link to="/file/meeting">登记一次会议的清单</Link>
          {done === null && <Button onClick={nextCall}>清空重来</Button>}
        </>
      }
    >
      <div className="call">
        <div
          onKeyDownCapture={(event) => {
            // A select takes every Enter for itself: this one is ours before it gets there.
            const isSend = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
            if (!isSend || event.nativeEvent.isComposing || done !== null) return;
            event.preventDefault();
            event.stopPropagation();
            void submit();
          }}
        >
          {done === null ? (
            <>
              {error !== null && <Refused error={error} />}
              <Advice form={form} streetId={streetId} isOutside={place.data?.inside === false} />
              <FilingForm form={form} onChange={change} streetId={streetId} tried={tried} />
              <Flex gap="small" align="center">
                <Button
                  type="primary"
                  size="large"
                  id="call-submit"
                  loading={busy}
                  onClick={() => void submit()}
                >
                  登记 <kbd>Ctrl+Enter</kbd>
                </Button>
                {problem !== null && (
                  <span role="alert" className="call-problem">
                    {problem.text}
                  </span>
                )}
                {form.sameAs !== null && <span>登记后并入 {form.sameAs}</span>}
              </Flex>
            </>
          ) : (
            <CallReceipt receipt={done.receipt} troubles={done.troubles} onNext={nextCall} />
          )}
        </div>
        <aside className="call-side">
          {done === null && <KnownMatter streetId={streetId} form={form} onChange={change} />}
          <CallerPanel form={form} onChange={change} />
          <NearProblems streetId={streetId} form={form} onChange={change} />
          {done === null && <PlaceMap streetId={streetId} form={form} onChange={change} />}
        </aside>
      </div>
    </DeskPage>
  );
}

type AlertRef = ComponentRef<typeof Alert>;

/** A refusal; one about a number that is taken leads to the order that has it. */
function Refused({ error }: { error: unknown }) {
  const orderNo = error instanceof ApiError ? error.details.orderNo : undefined;
  const shown = useRef<AlertRef>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another refusal is shown anew
  useEffect(() => {
    shown.current?.nativeElement.scrollIntoView({ block: 'nearest' });
  }, [error]);
  return (
    <Alert
      ref={shown}
      type="error"
      showIcon
      role="alert"
      id="call-refused"
      className="call-alert"
      title={errText(error)}
      action={
        typeof orderNo === 'string' ? (
          <Link to="/orders" search={{ view: 'ALL', q: orderNo }}>
            看 {orderNo}
          </Link>
        ) : undefined
      }
    />
  );
}
