import { View } from '@tarojs/components';
import type { ClockView, OrderView } from '@yihu/shared';
import { Card, DueBadge, Foldable, PromiseRow, StateTag } from '../../components';

/** The most pressing due time with the steps it was counted by; later and met ones behind a fold. */
export function DueCard({ order }: { order: OrderView }) {
  const running = order.clocks.filter(({ state }) => state !== 'MET' && state !== 'CANCELLED').sort(byDue);
  const over = order.clocks.filter(({ state }) => state === 'MET');
  const [first, ...later] = running;
  const folded = [...later, ...over];
  if (order.clocks.length === 0) return null;
  return (
    <Card title="时限">
      {first ? <ClockRow clock={first} /> : <View className="yh-muted">现在没有在走的时限</View>}
      {folded.length > 0 && (
        <Foldable title={foldText(later.length, over.length)}>
          {folded.map((clock) => (
            <ClockRow key={keyOf(clock)} clock={clock} />
          ))}
        </Foldable>
      )}
    </Card>
  );
}

function foldText(later: number, met: number): string {
  return [later > 0 && `之后还有 ${later} 个时限`, met > 0 && `已完成 ${met} 个`].filter(Boolean).join(',');
}

const keyOf = ({ milestone, scope, cycle, startedAt }: ClockView) =>
  [milestone, scope, cycle, startedAt].join('.');

function byDue(a: ClockView, b: ClockView): number {
  return (a.dueAt ?? '9') < (b.dueAt ?? '9') ? -1 : 1;
}

function ClockRow({ clock }: { clock: ClockView }) {
  const name = clock.scope === 'OUTER' ? `${clock.label}(对上级)` : clock.label;
  return (
    <PromiseRow name={name} dueText={clock.dueText} proof={clock.proof}>
      {clock.state === 'PAUSED' && <StateTag text="已暂停" tone="warn" />}
      {clock.dueAt && clock.state !== 'PAUSED' ? (
        <DueBadge dueAt={clock.dueAt} startedAt={clock.startedAt} doneAt={clock.metAt ?? undefined} />
      ) : (
        clock.state !== 'PAUSED' && <StateTag text="待定" tone="neutral" />
      )}
    </PromiseRow>
  );
}
