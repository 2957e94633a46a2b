import { View } from '@tarojs/components';
import type { OrderView } from '@yihu/shared';
import { ongoing, stepsOf } from '@yihu/shared';
import type { LiveProcedures } from '../api/use-procedures';
import { Card } from './Card';
import { Foldable } from './Foldable';
import { ErrorNotice } from './Notice';
import { ProcedureCard } from './ProcedureCard';
import { StepButtons } from './StepButtons';

interface ProceduresProps {
  order: OrderView;
  procedures: LiveProcedures;
}

/** What goes on beside the handling of an order, and behind a fold what is over. */
export function Procedures({ order, procedures: { remote, step } }: ProceduresProps) {
  const { open, over } = ongoing(remote.data?.items ?? []);
  const take = { step, order };
  return (
    <View>
      {remote.error ? <ErrorNotice error={remote.error} onRetry={remote.reload} /> : null}
      {open.map((run) => (
        <ProcedureCard key={run.id} run={run} take={take} />
      ))}
      {over.length > 0 && (
        <View className="yh-over">
          <Foldable id="procedures-over" title={`已结束的流程 ${over.length} 个`}>
            {over.map((run) => (
              <ProcedureCard key={run.id} run={run} take={take} />
            ))}
          </Foldable>
        </View>
      )}
    </View>
  );
}

/** What the resident herself is asked to decide, in large plain buttons; nothing when she is asked nothing. */
export function OwnDecisions({ order, procedures: { remote, step } }: ProceduresProps) {
  const asked = (remote.data?.items ?? []).filter((run) => stepsOf(run).length > 0);
  return (
    <>
      {remote.error ? <ErrorNotice error={remote.error} onRetry={remote.reload} /> : null}
      {asked.map((run) => (
        <Card key={run.id} id={`own-${run.kind}`} title="请您决定">
          <StepButtons run={run} steps={stepsOf(run)} take={{ step, order }} plain />
        </Card>
      ))}
    </>
  );
}
