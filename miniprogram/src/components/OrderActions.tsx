import { View } from '@tarojs/components';
import { type ActionName, type OrderView, TRANSITIONS } from '@yihu/shared';
import { type ReactNode, useState } from 'react';
import { toast } from '../platform/feedback';
import { type ActionPlan, isDanger, isOneTap } from '../view/actions';
import { ActionSheet } from './ActionSheet';
import { Button } from './Button';
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
  /** Opened at once, when it is allowed. */
  opened?: ActionName;
}

/** The bar at the bottom of an order: the one next action large, all others behind 更多. */
export function OrderActions({ order, plan, run, words = {}, divert, children, onDone }: OrderActionsProps) {
  const [open, setOpen] = useState<ActionName | null>(null);
  const [more, setMore] = useState(false);
  const [error, setError] = useState<unknown>();
  const word = (action: ActionName) => words[action] ?? TRANSITIONS[action].label;
  const done = (action: ActionName) => {
    setOpen(null);
    toast(`${word(action)}:已完成`);
    onDone?.(action);
  };
  const start = async (action: ActionName) => {
    setError(undefined);
    setMore(false);
    if (divert?.(action)) return;
    if (!isOneTap(action)) {
      setOpen(action);
      return;
    }
    await run(action, {});
    done(action);
  };
  const { primary, rest } = plan;
  return (
    <View className="yh-actions">
      {error ? <ErrorNotice error={error} /> : null}
      <View className="yh-actions__row">
        {children}
        {rest.length > 0 && (
          <Button id="more-actions" kind="secondary" onTap={() => setMore(true)}>
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
      <Sheet open={more} title="还可以" onClose={() => setMore(false)}>
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
    </View>
  );
}
