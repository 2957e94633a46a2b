import { Text, View } from '@tarojs/components';
import { usePullDownRefresh } from '@tarojs/taro';
import type { ProcedureTaskLine } from '@yihu/shared';
import type { Remote as RemoteState } from '../../api/use-remote';
import { Button, Card, DueBadge, Empty, Remote, StateTag } from '../../components';
import { go } from '../../platform/nav';
import { stopRefresh } from '../../platform/refresh';

/** What my units owe in procedures: judging, instructing, mediating, helping. The most pressing first. */
export function Inbox({ remote }: { remote: RemoteState<{ items: ProcedureTaskLine[] }> }) {
  usePullDownRefresh(() => void remote.reload().finally(stopRefresh));
  return (
    <Remote of={remote}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty text="没有等您处理的流程">
            <Button kind="secondary" onTap={remote.reload}>
              刷新
            </Button>
          </Empty>
        ) : (
          <View>
            {items.map((line) => (
              <Task key={line.taskId} line={line} />
            ))}
          </View>
        )
      }
    </Remote>
  );
}

function Task({ line }: { line: ProcedureTaskLine }) {
  return (
    <Card
      id={`task-${line.taskId}`}
      title={line.taskLabel}
      aside={<StateTag text={line.stageLabel} tone={line.late ? 'bad' : 'info'} />}
      label={`${line.taskLabel},${line.title}`}
      onTap={() => go('handler/procedure/index', { id: line.procedureId })}
    >
      <View className="yh-lead">{line.title}</View>
      {line.dueAt && <DueBadge dueAt={line.dueAt} />}
      <Text className="yh-ocard__no">{[line.orderNo, line.unitName].filter(Boolean).join(' · ')}</Text>
    </Card>
  );
}
