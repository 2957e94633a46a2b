import { useQuery } from '@tanstack/react-query';
import type { ProcedureTaskLine } from '@yihu/shared';
import { Select, Table } from 'antd';
import { procedureInbox, TASKS } from '../api/registers';
import { DeskPage, Due, Remote, useFilters } from '../components';
import { ProcedurePane } from './ProcedurePane';

/** What my unit owes in procedures of every kind, the most pressing first. */
export default function Tasks() {
  const [filters, filter] = useFilters();
  const inbox = useQuery({ queryKey: TASKS, queryFn: procedureInbox, refetchInterval: 60_000 });
  return (
    <DeskPage title="待办流程" about="退单、延期、会商、批示等,本单位还欠的每一步">
      <Remote of={inbox}>
        {({ items }) => (
          <Inbox
            items={items}
            kind={filters.kind}
            onKind={(kind) => filter({ kind })}
            onOpen={(id) => filter({ id })}
          />
        )}
      </Remote>
      {filters.id !== undefined && (
        <ProcedurePane key={filters.id} id={filters.id} onClose={() => filter({ id: undefined })} />
      )}
    </DeskPage>
  );
}

interface InboxProps {
  items: readonly ProcedureTaskLine[];
  kind: string | undefined;
  onKind: (kind: string | undefined) => void;
  onOpen: (procedureId: string) => void;
}

function Inbox({ items, kind, onKind, onOpen }: InboxProps) {
  const kinds = [...new Map(items.map((each) => [each.kind, each.label]))];
  return (
    <>
      {kinds.length > 1 && (
        <Select
          allowClear
          aria-label="哪种流程"
          placeholder="全部流程"
          style={{ width: 200, marginBottom: 8 }}
          value={kind}
          options={kinds.map(([value, label]) => ({
            value,
            label: `${label} ${items.filter((each) => each.kind === value).length}`,
          }))}
          onChange={(next: string | undefined) => onKind(next)}
        />
      )}
      <Table<ProcedureTaskLine>
        size="small"
        rowKey="taskId"
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        dataSource={items.filter((each) => kind === undefined || each.kind === kind)}
        locale={{ emptyText: '没有要办的流程' }}
        columns={[
          {
            title: '要办的事',
            width: 200,
            render: (_, { procedureId, label, taskLabel }) => (
              <button type="button" className="desk-link" onClick={() => onOpen(procedureId)}>
                {label}:{taskLabel}
              </button>
            ),
          },
          { title: '到哪一步', dataIndex: 'stageLabel', width: 120 },
          { title: '哪个单位', dataIndex: 'unitName', width: 140 },
          {
            title: '工单',
            width: 170,
            render: (_, { orderId, orderNo }) =>
              orderId === null ? '—' : <a href={`#/orders?id=${orderId}`}>{orderNo}</a>,
          },
          { title: '事由', dataIndex: 'title' },
          {
            title: '时限',
            width: 200,
            render: (_, { dueAt, dueText }) => <Due label="" dueAt={dueAt} dueText={dueText} />,
          },
        ]}
      />
    </>
  );
}
