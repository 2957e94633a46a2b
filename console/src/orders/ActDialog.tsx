import { type FormValues, type OrderView, whenText } from '@yihu/shared';
import { Alert, Button, Flex, Typography } from 'antd';
import { useRef, useState } from 'react';
import { Editing, FormDialog, TemplatePicker, useNow } from '../components';
import { type Act, allOf, hasText, type Offer } from './acts.view';
import { OnDuty } from './SuggestedUnit';
import { keep } from './written';

interface Props {
  act: Act;
  start: FormValues;
  order: OrderView;
  offer: Offer;
  send: (act: Act, fields: Record<string, unknown>) => Promise<unknown>;
  /** Another act instead, with what was written for this one. */
  onInstead: (act: Act, written: FormValues) => void;
  onDone: () => void;
  onClose: () => void;
}

/** The form of one act. When somebody else acts meanwhile it says who did what, and keeps what was written. */
export function ActDialog({ act, start, order, offer, send, onInstead, onDone, onClose }: Props) {
  const [seen] = useState(order);
  const written = useRef<FormValues>(start);
  const now = allOf(offer).find(({ id }) => id === act.id);
  return (
    <FormDialog
      title={act.label}
      fields={act.fields}
      start={start}
      order={order}
      danger={act.danger}
      ready={now !== undefined}
      send={(fields) => send(now ?? act, fields)}
      onDraft={(values) => {
        written.current = values;
        keep(order.id, act, values);
      }}
      onDone={onDone}
      onClose={onClose}
      aside={(field, set, value) =>
        field.kind === 'text' && (
          <TemplatePicker
            orderId={order.id}
            action={act.form}
            field={field.name}
            value={typeof value === 'string' ? value : ''}
            onPick={set}
          />
        )
      }
    >
      <Editing orderId={order.id} />
      <Typography.Paragraph type="secondary" className="bench-about">
        {order.orderNo} {order.title} · {order.placeLabel}
      </Typography.Paragraph>
      {act.form === 'dispatch' && <OnDuty suggestedUnit={order.suggestedUnit} />}
      {order.version !== seen.version && (
        <Changed
          order={order}
          since={seen}
          possible={now !== undefined}
          instead={allOf(offer).filter(
            (other) => other.id !== act.id && hasText(other) && other.way.do !== 'open',
          )}
          onInstead={(other) => onInstead(other, written.current)}
        />
      )}
    </FormDialog>
  );
}

interface ChangedProps {
  order: OrderView;
  /** As it was when the form was opened. */
  since: OrderView;
  possible: boolean;
  instead: Act[];
  onInstead: (act: Act) => void;
}

/** Who did what while the form was open, how the order stands now, and where what was written can go. */
function Changed({ order, since, possible, instead, onInstead }: ChangedProps) {
  const now = useNow();
  const known = Math.max(0, ...since.timeline.map(({ seq }) => seq));
  const news = order.timeline.filter(({ seq }) => seq > known);
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      id="changed-meanwhile"
      title={`您填写时这件变了,现在是「${order.stateLabel}」`}
      description={
        <Flex vertical gap={4}>
          {news.map((entry) => (
            <span key={entry.seq}>
              {whenText(entry.at, now)} {entry.who} {entry.text}
            </span>
          ))}
          <span>{possible ? '写的都还在,核对后可以再提交。' : '这一步已不能办。写的都还在,可以改用于:'}</span>
          {!possible && (
            <Flex gap="small" wrap>
              {instead.map((act) => (
                <Button key={act.id} size="small" onClick={() => onInstead(act)}>
                  {act.label}
                </Button>
              ))}
              {instead.length === 0 && <span>没有您能办的下一步,可以关闭后看看新的进展。</span>}
            </Flex>
          )}
        </Flex>
      }
    />
  );
}
