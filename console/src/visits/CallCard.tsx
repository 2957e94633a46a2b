import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  type FormValues,
  formProblem,
  type OrderView,
  outcomeText,
  sentFields,
  type VisitLine,
} from '@yihu/shared';
import { Alert, Button, Flex } from 'antd';
import { useEffect, useState } from 'react';
import { errText } from '../api/request';
import { useOrder } from '../api/use-order';
import { scriptOf } from '../api/visits';
import { ActionForm, Due, Remote, useNow, useSending } from '../components';
import { useKeys } from '../keys';
import { useMe } from '../session/session';
import { Phone } from './Phone';
import { CALL_OUTCOMES, type CallOutcome, fieldsOf, startOf, whoMayCall } from './visits.view';

/** Something is written down; `stays`: the same person is still to be called. */
export type OnSaved = (said: string, stays?: boolean) => void;

interface Props {
  line: VisitLine;
  onSaved: OnSaved;
}

/** One call: what it is about, the number, what is read out, what came of it. */
export function CallCard({ line, onSaved }: Props) {
  const live = useOrder(line.orderId);
  const script = useQuery({
    queryKey: ['order', line.orderId, 'script'],
    queryFn: () => scriptOf(line.procedureId),
    staleTime: 60_000,
  });
  return (
    <Remote of={live.order}>
      {(order) => (
        <article className="visit-card" aria-label={`回访 ${line.orderNo}`}>
          <Flex gap="small" align="center" wrap>
            <h2>{line.title}</h2>
            <span>{line.formLabel}</span>
            <Link to="/orders" search={{ view: 'ALL', id: line.orderId }}>
              {line.orderNo}
            </Link>
            <Due
              label={line.nextOn === null ? '回访' : '再次回访'}
              dueAt={line.dueAt}
              dueText={line.dueText}
            />
          </Flex>
          <p className="desk-muted">
            {[line.firmName, line.place, line.leadUnitName, `结果:${outcomeText(line.outcome)}`]
              .filter(Boolean)
              .join(' · ')}
            {line.tries > 0 && ` · 已联系 ${line.tries} 次,最近 ${line.lastTryDay}`}
          </p>
          {order.care.map((care) => (
            <Alert key={care} type="info" showIcon title={care} className="visit-alert" />
          ))}
          <Phone key={order.id} order={order} reason={`回访 ${line.orderNo}`} />
          <details className="visit-said">
            <summary>反映的内容和答复</summary>
            <p>{order.text}</p>
            {order.publicReply !== null && <p>答复:{order.publicReply}</p>}
          </details>
          <section aria-label="话术" className="visit-script">
            <h3>话术 {script.data?.name}</h3>
            <Remote of={script}>
              {({ lines }) => (
                <ol id="visit-script">
                  {lines.map((text) => (
                    <li key={text}>{text}</li>
                  ))}
                </ol>
              )}
            </Remote>
          </section>
          <Outcome key={line.procedureId} line={line} order={order} live={live} onSaved={onSaved} />
        </article>
      )}
    </Remote>
  );
}

interface OutcomeProps extends Props {
  order: OrderView;
  live: ReturnType<typeof useOrder>;
}

/** What came of the call: one key begins the form, S saves it and goes on. */
function Outcome({ line, order, live, onSaved }: OutcomeProps) {
  const { personId } = useMe();
  const now = useNow();
  const run = live.procedures.data?.items.find(({ id }) => id === line.procedureId);
  const mayCall = whoMayCall(line, personId);
  const [chosen, setChosen] = useState<CallOutcome | null>(null);
  const [values, setValues] = useState<FormValues>({});
  const [tried, setTried] = useState(false);
  const { busy, error, setError, sending } = useSending();
  const canTake = mayCall === 'TAKE_FIRST' && run?.allowed.includes('take') === true;
  const offered = CALL_OUTCOMES.filter(({ step }) => run?.allowed.includes(step));

  const choose = (outcome: CallOutcome) => {
    setChosen(outcome);
    setValues(startOf(outcome, now));
    setTried(false);
    setError(null);
  };
  const doing = async (step: string, fields: Record<string, unknown>, said: string) => {
    if (busy || run === undefined) return;
    await sending(async () => {
      await live.step(run, step, fields);
      onSaved(said, step === 'take');
    });
  };
  const save = () => {
    if (chosen === null) return;
    setTried(true);
    const fields = fieldsOf(chosen.step);
    if (formProblem(fields, values) !== null) return;
    void doing(chosen.step, sentFields(fields, values), `${line.orderNo} 已登记:${chosen.label}`);
  };
  const take = () => void doing('take', {}, `${line.orderNo} 由您一对一回访`);
  useKeys('回访', [
    ...CALL_OUTCOMES.map((outcome) => ({
      key: outcome.key,
      label: outcome.label,
      run: () => choose(outcome),
      active: mayCall !== 'TAKE_FIRST' && offered.includes(outcome),
    })),
    { key: 's', label: '保存,下一个', run: save, active: chosen !== null },
    { key: 'ctrl+enter', label: '保存,下一个', run: save, inFields: true, active: chosen !== null },
    { key: 't', label: '由我一对一回访', run: take, active: canTake },
  ]);
  // On a first save of what was written elsewhere meanwhile the outcome may be gone.
  useEffect(() => {
    if (chosen !== null && run !== undefined && !run.allowed.includes(chosen.step)) setChosen(null);
  }, [chosen, run]);
  return (
    <section aria-label="回访结果" className="visit-outcome">
      <h3>结果</h3>
      {mayCall === 'TAKE_FIRST' && (
        <Alert
          type="info"
          showIcon
          className="visit-alert"
          title={
            line.officer === null ? '企业一对一回访须由专人来做' : `现在的一对一回访人是 ${line.officer.name}`
          }
          action={
            <Button size="small" id="visit-take" disabled={!canTake} loading={busy} onClick={take}>
              由我一对一回访 <kbd>T</kbd>
            </Button>
          }
        />
      )}
      <Flex gap="small" wrap>
        {offered.map((outcome) => (
          <Button
            key={outcome.key}
            id={`outcome-${outcome.key}`}
            disabled={mayCall === 'TAKE_FIRST'}
            type={chosen?.key === outcome.key ? 'primary' : 'default'}
            aria-pressed={chosen?.key === outcome.key}
            onClick={() => choose(outcome)}
          >
            {outcome.label} <kbd>{outcome.key}</kbd>
          </Button>
        ))}
      </Flex>
      {chosen !== null && (
        <div className="visit-form">
          <ActionForm
            fields={fieldsOf(chosen.step)}
            values={values}
            onChange={(name, value) => setValues({ ...values, [name]: value })}
            order={order}
            tried={tried}
          />
          <Button type="primary" id="visit-save" loading={busy} onClick={save}>
            保存,下一个 <kbd>S</kbd>
          </Button>
        </div>
      )}
      {error !== null && <Alert type="error" showIcon role="alert" title={errText(error)} />}
    </section>
  );
}
