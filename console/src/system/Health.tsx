import { useQuery } from '@tanstack/react-query';
import { type AdminHealth, formatLocal } from '@yihu/shared';
import { Alert, Descriptions, Flex, Table, Tag } from 'antd';
import { adminHealth } from '../api/admin';
import { Remote } from '../components';

const REFRESH_MS = 30_000;
/** Checks by what they look at. */
const CHECKS: Readonly<Record<string, string>> = {
  database: '数据库',
  migrations: '数据结构',
  durability: '落盘',
  calendar: '节假日安排',
  disk: '磁盘',
  outbox: '待发消息',
  jobs: '定时任务',
  audit: '审计记录',
  invariants: '数据核对',
  nightly: '夜间检查',
};
const UNREACHED: Readonly<Record<string, string>> = {
  NO_CREDIT: '没有同意接收',
  REFUSED: '拒收',
  FAILED: '发送失败',
  NO_OPENID: '没有绑定微信',
};

/** Whether all is well: the checks, what waits to be sent, the record, the invariants of the data. */
export function Health() {
  const health = useQuery({ queryKey: ['health'], queryFn: adminHealth, refetchInterval: REFRESH_MS });
  return <Remote of={health}>{(found) => <Found found={found} />}</Remote>;
}

function Found({ found }: { found: AdminHealth }) {
  const { ok, checks, warnings, outbox, audit, waitingCalendars, unreachable, invariants } = found;
  return (
    <Flex vertical gap="middle">
      <Alert
        showIcon
        type={ok ? (warnings.length > 0 ? 'warning' : 'success') : 'error'}
        title={ok ? (warnings.length > 0 ? '运行正常,有提醒' : '运行正常') : '有检查没有通过'}
        description={
          warnings.length === 0 ? undefined : (
            <ul>
              {warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          )
        }
      />
      <Table
        size="small"
        rowKey="name"
        pagination={false}
        dataSource={checks}
        columns={[
          { title: '检查', width: 200, render: (_, { name }) => CHECKS[name] ?? name },
          {
            title: '结果',
            width: 90,
            render: (_, check) => (
              <Tag color={check.ok ? 'success' : 'error'}>{check.ok ? '正常' : '有问题'}</Tag>
            ),
          },
          { title: '说明', dataIndex: 'say' },
        ]}
      />
      <Descriptions
        bordered
        size="small"
        column={3}
        items={[
          { key: 'ready', label: '待发送', children: outbox.ready },
          { key: 'sending', label: '发送中', children: outbox.sending },
          {
            key: 'oldest',
            label: '最早待发',
            children: outbox.oldestReadyAt === null ? '—' : formatLocal(outbox.oldestReadyAt),
          },
          {
            key: 'dead',
            label: '没发出的',
            children: outbox.dead === 0 ? 0 : <a href="#/system?tab=outbox">{outbox.dead}</a>,
          },
          {
            key: 'held',
            label: '结果不明',
            children: outbox.held === 0 ? 0 : <a href="#/system?tab=outbox&state=HELD">{outbox.held}</a>,
          },
          {
            key: 'audit',
            label: '审计记录',
            children: `链头第 ${audit.headSeq} 条,待封存 ${audit.unsealed.count} 条`,
          },
          {
            key: 'calendar',
            label: '等节假日安排的时限',
            children:
              waitingCalendars.length === 0
                ? '没有'
                : waitingCalendars.map(({ year, count }) => `${year} 年 ${count} 个`).join('、'),
          },
          {
            key: 'reach',
            label: '近 30 天微信找不到的人',
            children:
              unreachable.length === 0
                ? '没有'
                : unreachable
                    .map(({ state, persons }) => `${UNREACHED[state] ?? state} ${persons} 人`)
                    .join('、'),
          },
        ]}
      />
      <section>
        <h2>数据核对</h2>
        <Invariants run={invariants} />
      </section>
    </Flex>
  );
}

function Invariants({ run }: { run: AdminHealth['invariants'] }) {
  if (run === null) return <p className="desk-muted">还没有核对过,每天夜里一次。</p>;
  return (
    <>
      <p>
        {formatLocal(run.at)} 核对 {run.checked} 项,重放 {run.folded} 件工单的经过:
        {run.ok ? '全部相符。' : `${run.violations.length} 项不符。`}
      </p>
      {!run.ok && (
        <Table
          size="small"
          rowKey="name"
          pagination={false}
          dataSource={run.violations}
          columns={[
            { title: '哪一项', dataIndex: 'title' },
            { title: '处数', dataIndex: 'count', width: 90, align: 'right' },
            {
              title: '例子',
              render: (_, { subjects }) => (
                <span className="desk-pre">
                  {subjects.map((id) => (
                    <a key={id} href={`#/orders?id=${id}`} style={{ marginInlineEnd: 8 }}>
                      {id}
                    </a>
                  ))}
                </span>
              ),
            },
          ]}
        />
      )}
    </>
  );
}
