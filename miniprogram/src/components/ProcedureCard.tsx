import { Text, View } from '@tarojs/components';
import type { ProcedureEntry, ProcedurePromise, ProcedureView } from '@yihu/shared';
import { owedLines, stepsOf, whenText } from '@yihu/shared';
import { useNow } from '../view/use-now';
import { DueBadge, StateTag } from './Badges';
import { Card } from './Card';
import { Fact } from './Fact';
import { Foldable } from './Foldable';
import { PhotoStrip } from './PhotoStrip';
import { PromiseRow } from './PromiseRow';
import { StepButtons, type StepTaker } from './StepButtons';

export interface ProcedureCardProps {
  run: ProcedureView;
  take: StepTaker;
  /** The steps are drawn elsewhere on the page. */
  bare?: boolean;
}

/** A procedure as staff read it: where it is, who owes what by when, what this reader may do, what was done. */
export function ProcedureCard({ run, take, bare = false }: ProcedureCardProps) {
  const isOver = run.endedAt !== null;
  const owed = owedLines(run);
  const live = run.promises.filter(({ isLive }) => isLive);
  return (
    <Card
      id={`procedure-${run.kind}`}
      title={run.label}
      aside={<StateTag text={run.stageLabel} tone={isOver ? 'neutral' : 'info'} />}
    >
      {owed.map(({ key, unit, what }) => (
        <Fact key={key} name={what}>
          等{unit}
        </Fact>
      ))}
      {live.map((promise) => (
        <LivePromise key={`${promise.label}.${promise.dueText}`} promise={promise} />
      ))}
      {!bare && <StepButtons run={run} steps={stepsOf(run)} take={take} />}
      {run.history.length > 0 && (
        <Foldable id={`procedure-history-${run.kind}`} title={`经过 ${run.history.length} 步`}>
          <History entries={run.history} />
        </Foldable>
      )}
    </Card>
  );
}

function LivePromise({ promise }: { promise: ProcedurePromise }) {
  return (
    <PromiseRow name={promise.label} dueText={promise.dueText} proof={promise.proof}>
      {promise.dueAt ? <DueBadge dueAt={promise.dueAt} /> : <StateTag text="待定" tone="neutral" />}
    </PromiseRow>
  );
}

function History({ entries }: { entries: readonly ProcedureEntry[] }) {
  const now = useNow();
  const newest = [...entries].sort((a, b) => b.seq - a.seq);
  return (
    <View className="yh-log">
      {newest.map((entry, at) => (
        <View key={entry.seq} className={`yh-entry${at === 0 ? ' yh-entry--last' : ''}`}>
          <View className="yh-entry__dot" />
          <View className="yh-entry__body">
            <Text className="yh-entry__text">{entry.did}</Text>
            <Text className="yh-entry__meta">
              {whenText(entry.at, now)} · {entry.who}
            </Text>
            {[...entry.answers, ...entry.notes].map(({ label, text }) => (
              <View key={label} className="yh-entry__note yh-pre">
                {label}:{text}
              </View>
            ))}
            <PhotoStrip photos={entry.photos} label={entry.did} />
          </View>
        </View>
      ))}
    </View>
  );
}
