import { Text, View } from '@tarojs/components';
import type { ClockView, OrderView } from '@yihu/shared';
import { useState } from 'react';
import { Card, DueBadge, Icon, StateTag } from '../../components';
import { spoken } from '../../platform/a11y';

/** The most pressing due time with the steps it was counted by; later and met ones behind a fold. */
export function DueCard({ order }: { order: OrderView }) {
  const [all, setAll] = useState(false);
  const running = order.clocks.filter(({ state }) => state !== 'MET' && state !== 'CANCELLED').sort(byDue);
  const over = order.clocks.filter(({ state }) => state === 'MET');
  const [first, ...later] = running;
  const folded = [...later, ...over];
  if (order.clocks.length === 0) return null;
  return (
    <Card title="时限">
      {first ? <ClockRow clock={first} /> : <View className="yh-muted">现在没有在走的时限</View>}
      {folded.length > 0 && (
        <View
          className="staff-fold"
          onClick={() => setAll(!all)}
          {...spoken({ role: 'button', label: `其余时限,${all ? '收起' : '展开'}` })}
        >
          {foldText(later.length, over.length)}
          <View className={`yh-fold__sign${all ? ' yh-fold__sign--open' : ''}`}>
            <Icon name="chevron" />
          </View>
        </View>
      )}
      {all && folded.map((clock) => <ClockRow key={keyOf(clock)} clock={clock} />)}
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
  const [open, setOpen] = useState(false);
  const name = clock.scope === 'OUTER' ? `${clock.label}(对上级)` : clock.label;
  return (
    <View className="staff-clock">
      <View className="staff-clock__head">
        <Text className="staff-clock__name">{name}</Text>
        {clock.state === 'PAUSED' && <StateTag text="已暂停" tone="warn" />}
        {clock.dueAt && clock.state !== 'PAUSED' ? (
          <DueBadge dueAt={clock.dueAt} startedAt={clock.startedAt} doneAt={clock.metAt ?? undefined} />
        ) : (
          clock.state !== 'PAUSED' && <StateTag text="待定" tone="neutral" />
        )}
      </View>
      <View
        className="staff-clock__due"
        onClick={() => setOpen(!open)}
        {...spoken({ role: 'button', label: `${name}时限怎么算的,${open ? '收起' : '展开'}` })}
      >
        <Text>最迟 {clock.dueText}</Text>
        {clock.proof.length > 0 && <Text className="yh-link">{open ? '收起' : '怎么算的'}</Text>}
      </View>
      {open && (
        <View className="staff-proof">
          {clock.proof.map((line) => (
            <View key={line} className="staff-proof__line">
              {line}
            </View>
          ))}
        </View>
      )}
    </View>
  );
}
