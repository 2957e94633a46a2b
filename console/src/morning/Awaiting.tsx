import { useQuery } from '@tanstack/react-query';
import type { ProcedureTaskLine, ProcedureView } from '@yihu/shared';
import { Button, Card, Flex } from 'antd';
import { get, post } from '../api/request';
import { useCommand } from '../api/use-command';
import { Remote, useDoing } from '../components';

const KEY = ['procedures', 'inbox'] as const;
const MINE = ['directive', 'charge'];

/** What was reported of instructions and waits for their giver to read it. */
export function Awaiting() {
  const inbox = useQuery({
    queryKey: KEY,
    queryFn: () => get<{ items: ProcedureTaskLine[] }>('/api/procedures/inbox'),
    refetchInterval: 60_000,
  });
  return (
    <Card id="awaiting" size="small" title={<h2 className="desk-chart-title">批示落实情况,等您看</h2>}>
      <Remote of={inbox}>
        {({ items }) => {
          const mine = items.filter(
            ({ kind, taskLabel }) => MINE.includes(kind) && taskLabel === '看落实情况',
          );
          return mine.length === 0 ? (
            <p className="desk-muted">没有等您看的。</p>
          ) : (
            <ul className="desk-rows">
              {mine.map((line) => (
                <Reported key={line.procedureId} line={line} />
              ))}
            </ul>
          );
        }}
      </Remote>
    </Card>
  );
}

function Reported({ line }: { line: ProcedureTaskLine }) {
  const key = ['procedure', line.procedureId];
  const run = useQuery({
    queryKey: key,
    queryFn: () => get<ProcedureView>(`/api/procedures/${line.procedureId}`),
  });
  const command = useCommand();
  const doing = useDoing(KEY, key);
  const confirm = (version: number) =>
    doing.run('已阅', () =>
      post(`/api/procedures/${line.procedureId}/steps/confirm`, {
        commandId: command.idFor(line.procedureId, version),
        version,
        fields: {},
      }),
    );
  return (
    <li>
      <Remote of={run}>
        {({ history, orders, version }) => (
          <Flex justify="space-between" gap="small">
            <div>
              {orders.map(({ id, orderNo }) => (
                <a key={id} href={`#/orders?view=ALL&id=${id}`}>
                  {orderNo}
                </a>
              ))}
              {history.map(({ seq, who, did, notes }) => (
                <p key={seq} className="desk-pre">
                  <span className="desk-muted">
                    {who} {did}:
                  </span>
                  {notes.map(({ text }) => text).join(';')}
                </p>
              ))}
            </div>
            <Button size="small" loading={doing.busy} onClick={() => void confirm(version)}>
              已阅
            </Button>
          </Flex>
        )}
      </Remote>
    </li>
  );
}
