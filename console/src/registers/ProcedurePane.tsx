import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type AskedStep, formatLocal, type ProcedureView, stepsOf } from '@yihu/shared';
import { App, Button, Drawer, Flex, Tag, Timeline } from 'antd';
import { useState } from 'react';
import { procedureById, stepProcedure } from '../api/orders';
import { TASKS } from '../api/registers';
import { ApiError } from '../api/request';
import { useCommand } from '../api/use-command';
import { Due, FormDialog, Remote } from '../components';

/** One procedure: where it is, who owes what, what was done, and the steps this reader may take. */
export function ProcedurePane({ id, onClose }: { id: string; onClose: () => void }) {
  const key = ['procedure', id];
  const procedure = useQuery({ queryKey: key, queryFn: () => procedureById(id) });
  return (
    <Drawer open size="large" title={procedure.data?.label ?? '流程'} onClose={onClose}>
      <Remote of={procedure}>{(run) => <Run run={run} />}</Remote>
    </Drawer>
  );
}

function Run({ run }: { run: ProcedureView }) {
  const steps = stepsOf(run);
  const newest = [...run.history].sort((a, b) => b.seq - a.seq);
  return (
    <Flex vertical gap="small">
      <Flex gap="small" align="center" wrap>
        <Tag color={run.endedAt === null ? 'processing' : 'default'}>{run.stageLabel}</Tag>
        <span className="desk-muted">
          {run.openedBy} · {formatLocal(run.openedAt)}
        </span>
      </Flex>
      {run.orders.map(({ id, orderNo, title }) => (
        <div key={id}>
          <a href={`#/orders?id=${id}`}>{orderNo}</a> {title}
        </div>
      ))}
      {run.promises
        .filter(({ isLive }) => isLive)
        .map(({ label, dueAt, dueText, proof }) => (
          <Due key={`${label}${dueText}`} label={label} dueAt={dueAt} dueText={dueText} proof={proof} />
        ))}
      {run.tasks
        .filter(({ state }) => state === 'OPEN')
        .map(({ id, label, unitName }) => (
          <div key={id}>
            {label}:等{unitName}
          </div>
        ))}
      <Steps run={run} steps={steps} />
      <h3>经过</h3>
      <Timeline
        items={newest.map((entry) => ({
          key: entry.seq,
          content: (
            <>
              <div>{entry.did}</div>
              <div className="desk-muted">
                {formatLocal(entry.at)} · {entry.who}
              </div>
              {[...entry.answers, ...entry.notes].map(({ label, text }) => (
                <div key={label} className="desk-pre">
                  {label}:{text}
                </div>
              ))}
            </>
          ),
        }))}
      />
    </Flex>
  );
}

function Steps({ run, steps }: { run: ProcedureView; steps: readonly AskedStep[] }) {
  const client = useQueryClient();
  const command = useCommand();
  const { message } = App.useApp();
  const [open, setOpen] = useState<AskedStep | null>(null);
  const reload = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['procedure', run.id] }),
      client.invalidateQueries({ queryKey: TASKS }),
      client.invalidateQueries({ queryKey: ['orders'] }),
    ]);
  const take = async (step: AskedStep, fields: Record<string, unknown>) => {
    const commandId = command.idFor(run.id, run.version, step.name, fields);
    try {
      await stepProcedure(run.id, step.name, { commandId, version: run.version, fields });
      command.done();
      await reload();
    } catch (e) {
      // Somebody was faster: what is shown is asked anew before she decides again.
      if (e instanceof ApiError && e.status === 409) await reload();
      throw e;
    }
  };
  if (steps.length === 0) return <p className="desk-muted">现在没有你能办的步骤</p>;
  return (
    <Flex gap="small" wrap>
      {steps.map((step) => (
        <Button
          key={step.name}
          id={`step-${step.name}`}
          type={step.refuses ? 'default' : 'primary'}
          danger={step.refuses}
          onClick={() => setOpen(step)}
        >
          {step.label}
        </Button>
      ))}
      {open !== null && (
        <FormDialog
          title={open.label}
          fields={open.fields}
          order={null}
          danger={open.refuses}
          send={(fields) => take(open, fields)}
          onClose={() => setOpen(null)}
          onDone={() => {
            void message.success(`${open.label}:已完成`);
            setOpen(null);
          }}
        />
      )}
    </Flex>
  );
}
