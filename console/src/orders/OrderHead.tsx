import { HeartOutlined } from '@ant-design/icons';
import { type ClockView, type OrderView, URGENCIES, VOICE_STATES } from '@yihu/shared';
import { Button, Flex, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import { Due } from '../components';
import { Chip } from './Chip';
import { SCOPES } from './list.view';

interface Props {
  order: OrderView;
  /** Words of what goes on beside it: 退单审核, 督办中. */
  labels: readonly string[];
  /** Who else looks at it. */
  beside?: ReactNode;
}

/** Number, state, the one sentence about it, and both promises with their proofs. */
export function OrderHead({ order, labels, beside }: Props) {
  return (
    <header className="bench-head">
      <Flex gap="small" align="center" wrap>
        <Chip tone="info">{order.stateLabel}</Chip>
        {labels.map((label) => (
          <Chip key={label} tone="warn">
            {label}
          </Chip>
        ))}
        {(order.urgency === 'L1' || order.urgency === 'L2') && (
          <Chip tone="bad">{URGENCIES[order.urgency]}</Chip>
        )}
        {order.cycle > 1 && <Chip>第{order.cycle}次办理</Chip>}
        {order.voice !== null && <Chip>{VOICE_STATES[order.voice]}</Chip>}
        {order.bound && <Chip>领导指定承办</Chip>}
        {order.vulnerable && (
          <Chip tone="warn" icon={<HeartOutlined aria-hidden />}>
            需要照顾
          </Chip>
        )}
        <Typography.Text copyable={{ text: order.orderNo }} className="desk-muted">
          {order.orderNo}
        </Typography.Text>
        <span className="desk-gap" />
        {beside}
      </Flex>
      <h2 className="bench-title">{order.title}</h2>
      <p className="bench-headline">{order.headline}</p>
      {order.care.map((line) => (
        <p key={line} className="bench-headline">
          <HeartOutlined aria-hidden /> {line}
        </p>
      ))}
      <Clocks clocks={order.clocks} awaited={order.dueAt} />
    </header>
  );
}

const isRunning = ({ state }: ClockView) => state !== 'MET' && state !== 'CANCELLED';

/** Ours before the platform's, the nearest first; one without a due time last. */
const ownFirst = (a: ClockView, b: ClockView) =>
  a.scope.localeCompare(b.scope) || (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9');

/** Whether another promise of the same side became late after it. */
const lateAfter = ({ scope, dueAt }: ClockView, running: readonly ClockView[]) =>
  running.some((other) => other.late && other.scope === scope && (other.dueAt ?? '') > (dueAt ?? ''));

/** What runs, ours and the platform's side by side; what was kept or missed behind a fold. */
function Clocks({ clocks, awaited }: { clocks: readonly ClockView[]; awaited: string | null }) {
  const [all, setAll] = useState(false);
  const running = clocks.filter(isRunning).sort(ownFirst);
  // Of what is late the step it waits for and the last one of each side say enough; the others are counted.
  const old = running.filter((clock) => clock.late && clock.dueAt !== awaited && lateAfter(clock, running));
  const shown = all ? running : running.filter((clock) => !old.includes(clock));
  const over = clocks.filter(({ state }) => state === 'MET');
  return (
    <>
      <div className="bench-promises">
        {shown.map((clock) => (
          <PromiseLine key={`${clock.scope} ${clock.milestone} ${clock.cycle}`} clock={clock} />
        ))}
        {all &&
          over.map((clock) => (
            <PromiseLine key={`${clock.scope} ${clock.milestone} ${clock.cycle}`} clock={clock} />
          ))}
      </div>
      {over.length + old.length > 0 && (
        <Button
          type="link"
          size="small"
          className="bench-fold"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? (
            '收起'
          ) : (
            <>
              {old.length > 0 && <span className="bench-late">另有 {old.length} 个时限已超期</span>}
              {over.length > 0 && `已完成的时限 ${over.length} 个`}
            </>
          )}
        </Button>
      )}
    </>
  );
}

function PromiseLine({ clock }: { clock: ClockView }) {
  const { scope, label, state, dueAt, dueText, startedAt, metAt, proof } = clock;
  const whose = `${SCOPES[scope]}${label}`;
  if (state === 'PAUSED') {
    return <Due label={whose} dueAt={null} dueText={`已暂停,原定 ${dueText}`} proof={proof} />;
  }
  return (
    <Due
      label={whose}
      dueAt={dueAt}
      dueText={dueText}
      startedAt={startedAt}
      doneAt={metAt ?? undefined}
      proof={proof}
    />
  );
}
