import { ongoing, owedLines, type ProcedureEntry, type ProcedureView, whenText } from '@yihu/shared';
import { Button, Flex } from 'antd';
import { useState } from 'react';
import type { OrderProcedures } from '../api/orders';
import type { LiveOrder } from '../api/use-order';
import { Due, Remote, useNow } from '../components';
import { Chip } from './Chip';
import { Photos } from './Photos';

/** What goes on beside the handling of an order, and behind a fold what is over. Its steps stand with the acts. */
export function Procedures({ of }: { of: LiveOrder['procedures'] }) {
  return <Remote of={of}>{(answer) => <Lines {...answer} />}</Remote>;
}

function Lines({ items }: OrderProcedures) {
  const [all, setAll] = useState(false);
  const { open, over } = ongoing(items);
  if (items.length === 0) return null;
  return (
    <section aria-label="流程">
      <h3>流程</h3>
      {open.map((run) => (
        <Run key={run.id} run={run} />
      ))}
      {over.length > 0 && (
        <Button
          type="link"
          size="small"
          className="bench-fold"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? '收起已结束的' : `已结束的流程 ${over.length} 个`}
        </Button>
      )}
      {all && over.map((run) => <Run key={run.id} run={run} />)}
    </section>
  );
}

/** Where it is, who owes what by when, and what was done. */
function Run({ run }: { run: ProcedureView }) {
  const [all, setAll] = useState(run.endedAt === null);
  const live = run.promises.filter(({ isLive }) => isLive);
  return (
    <div className="bench-run">
      <Flex gap="small" align="center" wrap>
        <strong>{run.label}</strong>
        <Chip tone={run.endedAt === null ? 'info' : undefined}>{run.stageLabel}</Chip>
        <span className="desk-muted">{run.openedBy}</span>
        <Button
          type="link"
          size="small"
          className="bench-fold"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          经过 {run.history.length} 步
        </Button>
      </Flex>
      {owedLines(run).map(({ key, unit, what }) => (
        <p key={key}>
          {what}:等{unit}
        </p>
      ))}
      {live.map(({ label, dueAt, dueText, proof }) => (
        <Due key={`${label} ${dueText}`} label={label} dueAt={dueAt} dueText={dueText} proof={proof} />
      ))}
      {all && <Steps entries={run.history} />}
    </div>
  );
}

function Steps({ entries }: { entries: readonly ProcedureEntry[] }) {
  const now = useNow();
  return (
    <ol className="bench-log">
      {[...entries]
        .sort((a, b) => b.seq - a.seq)
        .map((entry) => (
          <li key={entry.seq}>
            <span>{entry.did}</span>
            <span className="desk-muted">
              {' '}
              {whenText(entry.at, now)} · {entry.who}
            </span>
            {[...entry.answers, ...entry.notes].map(({ label, text }) => (
              <p key={label} className="bench-said">
                {label}:{text}
              </p>
            ))}
            <Photos photos={entry.photos} label={entry.did} />
          </li>
        ))}
    </ol>
  );
}
