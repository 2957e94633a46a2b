import { View } from '@tarojs/components';
import {
  type ActionName,
  type ActionPlan,
  type AskedStep,
  isDanger,
  isOneTap,
  type OrderView,
  openingsOf,
  TRANSITIONS,
} from '@yihu/shared';
import { type ReactNode, useState } from 'react';
import { toast } from '../platform/feedback';
import { ActionSheet } from './ActionSheet';
import { Button } from './Button';
import { FormSheet } from './FormSheet';
import { ErrorNotice } from './Notice';
import { Sheet } from './Sheet';

export interface OrderActionsProps {
  order: OrderView;
  plan: ActionPlan;
  run: (action: ActionName, fields: Record<string, unknown>) => Promise<unknown>;
  /** Other words on a button than the table's. */
  words?: Partial<Record<ActionName, string>>;
  /** Takes an action elsewhere (a page of its own); true when it did. */
  divert?: (action: ActionName) => boolean;
  /** More to tap besides the actions, for instance a call. */
  children?: ReactNode;
  onDone?: (action: ActionName) => void;
  /** Procedures that may be opened besides, and how. */
  openings?: {
    kinds: readonly string[];
    open: (kind: string, fields: Record<string, unknown>) => Promise<unknown>;
  };
  /** Opened at once, when it is allowed. */
  opened?: ActionName;
}

/** The bar at the bottom of an order: the one next action large, all others and what may be opened behind 更多. */
export function OrderActions({ order, plan, run, words = {}, divert, children, ...more }: OrderActionsProps) {
  const { onDone, openings } = more;
  const [open, setOpen] = useState<ActionName | null>(null);
  const [listed, setListed] = useState(false);
  const [opening, setOpening] = useState<AskedStep | null>(null);
  const [error, setError] = useState<unknown>();
  const word = (action: ActionName) => words[action] ?? TRANSITIONS[action].label;
  const done = (action: ActionName) => {
    setOpen(null);
    toast(`${word(action)}:已完成`);
    onDone?.(action);
  };
  const start = async (action: ActionName) => {
    setError(undefined);
    setListed(false);
    if (divert?.(action)) return;
    if (!isOneTap(action)) {
      setOpen(action);
      return;
    }
    await run(action, {});
    done(action);
  };
  const kinds = openingsOf(openings?.kinds ?? []);
  const choose = (kind: AskedStep) => {
    setError(undefined);
    setListed(false);
    setOpening(kind);
  };
  const opened = ({ label }: AskedStep) => {
    setOpening(null);
    toast(`${label}:已完成`);
  };
  const { primary, rest } = plan;
  return (
    <View className="yh-actions">
      {error ? <ErrorNotice error={error} /> : null}
      <View className="yh-actions__row">
        {children}
        {rest.length + kinds.length > 0 && (
          <Button id="more-actions" kind="secondary" onTap={() => setListed(true)}>
            {primary ? '更多' : '可做的事'}
          </Button>
        )}
        {primary && (
          <View className="yh-actions__main">
            <Button id={`do-${primary}`} onTap={() => start(primary)} onError={setError}>
              {word(primary)}
            </Button>
          </View>
        )}
      </View>
      <Sheet open={listed} title="还可以" onClose={() => setListed(false)}>
        <View className="yh-stack">
          {rest.map((action) => (
            <Button
              key={action}
              id={`do-${action}`}
              kind={isDanger(action) ? 'outline-danger' : 'secondary'}
              onTap={() => start(action)}
              onError={setError}
            >
              {word(action)}
            </Button>
          ))}
        </View>
        {kinds.length > 0 && <View className="yh-group">发起流程</View>}
        <View className="yh-stack">
          {kinds.map((kind) => (
            <Button key={kind.name} id={`open-${kind.name}`} kind="secondary" onTap={() => choose(kind)}>
              {kind.label}
            </Button>
          ))}
        </View>
      </Sheet>
      {open && (
        <ActionSheet
          key={open}
          order={order}
          action={open}
          run={run}
          onDone={done}
          onClose={() => setOpen(null)}
        />
      )}
      {opening && openings && (
        <FormSheet
          key={opening.name}
          title={opening.label}
          fields={opening.fields}
          keepAs={`yihu.form.${order.id}.open.${opening.name}.${order.cycle}`}
          order={order}
          ready={openings.kinds.includes(opening.name)}
          send={(fields) => openings.open(opening.name, fields)}
          onDone={() => opened(opening)}
          onClose={() => setOpening(null)}
        />
      )}
    </View>
  );
}
