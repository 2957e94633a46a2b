import { useQuery } from '@tanstack/react-query';
import { formatLocal, type PolicyKindName, type PolicyVersion } from '@yihu/shared';
import { Alert, Button, Card, Popconfirm, Space, Table, Tabs, Tag } from 'antd';
import { approvePolicy, POLICIES, policyVersion } from '../api/policies';
import { Remote, useDoing } from '../components';
import { useCan } from '../session/session';
import { Changes } from './Changes';
import { PolicyBody } from './PolicyBody';

const STATES = {
  PENDING: ['等第二人复核', 'warning'],
  PLANNED: ['到日子生效', 'processing'],
  IN_FORCE: ['现行', 'success'],
  REPLACED: ['已被替换', 'default'],
} as const;

export function VersionTag({ state }: Pick<PolicyVersion, 'state'>) {
  const [text, color] = STATES[state];
  return <Tag color={color}>{text}</Tag>;
}

interface Props {
  versions: readonly PolicyVersion[];
  onOpen: (id: string) => void;
}

/** Every version of a kind: who wrote it, who agreed, from when on. */
export function Versions({ versions, onOpen }: Props) {
  return (
    <Table<PolicyVersion>
      size="small"
      rowKey="id"
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      dataSource={[...versions]}
      locale={{ emptyText: '还没有自己的版本,用的是默认' }}
      columns={[
        {
          title: '版本',
          render: (_, { id, version, name }) => (
            <button type="button" className="desk-link" onClick={() => onOpen(id)}>
              第 {version} 版{/^\d{4}$/.test(name) && `(${name} 年)`}
            </button>
          ),
        },
        { title: '状态', render: (_, { state }) => <VersionTag state={state} /> },
        { title: '从', render: (_, { effectiveAt }) => formatLocal(effectiveAt) },
        { title: '谁写的', dataIndex: 'authorName' },
        {
          title: '谁复核的',
          render: (_, { approverName, approvedAt }) =>
            approverName === null
              ? '—'
              : `${approverName} ${approvedAt === null ? '' : formatLocal(approvedAt)}`,
        },
        { title: '为什么', dataIndex: 'note' },
      ]}
    />
  );
}

/** One version: what it says and how it differs; a second person agrees to it here. */
export function Version({ id, onClose }: { id: string; onClose: () => void }) {
  const version = useQuery({ queryKey: [...POLICIES, 'version', id], queryFn: () => policyVersion(id) });
  const { run, busy } = useDoing(POLICIES);
  const mayEdit = useCan('policy:edit');
  return (
    <Remote of={version}>
      {(view) => (
        <Card
          size="small"
          title={
            <Space>
              第 {view.version} 版 <VersionTag state={view.state} />
              <span className="desk-muted">
                {view.authorName} · {formatLocal(view.effectiveAt)}起
              </span>
            </Space>
          }
          extra={<Button onClick={onClose}>回到现行</Button>}
        >
          {view.note !== '' && <p>为什么改:{view.note}</p>}
          {view.state === 'PENDING' && (
            <Alert
              type="warning"
              showIcon
              title="还没有生效:须由另一位有权限的人复核"
              action={
                mayEdit && (
                  <Popconfirm
                    title="同意这一版?"
                    description={`同意后${formatLocal(view.effectiveAt)}起(已过则立即)生效。`}
                    okText="同意"
                    cancelText="再看看"
                    onConfirm={() => run('已复核', () => approvePolicy(view.id))}
                  >
                    <Button id="policy-approve" type="primary" loading={busy}>
                      复核同意
                    </Button>
                  </Popconfirm>
                )
              }
            />
          )}
          <Tabs
            items={[
              {
                key: 'changes',
                label: `与前一版不同 ${view.changes.length}`,
                children: <Changes kind={view.kind as PolicyKindName} changes={view.changes} />,
              },
              {
                key: 'body',
                label: '全文',
                children: <PolicyBody kind={view.kind as PolicyKindName} body={view.body} />,
              },
            ]}
          />
        </Card>
      )}
    </Remote>
  );
}
