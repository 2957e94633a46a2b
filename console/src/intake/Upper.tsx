import { DownloadOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Field, UPPER_STATES, type UpperBatch, type UpperItem, whenText } from '@yihu/shared';
import { Button, Empty, Flex, Table } from 'antd';
import { useState } from 'react';
import { get, post } from '../api/request';
import { useCommand } from '../api/use-command';
import { DeskPage, FormDialog, Remote, useDoing, useNow } from '../components';
import './intake.css';
import { bySystem, fileOf, REPORTS } from './upper.view';

const UPPER = ['upper'] as const;
const WORD: readonly Field[] = [
  {
    name: 'upperRef',
    label: '平台给的回执号',
    kind: 'text',
    required: true,
    min: 2,
    max: 64,
    layer: 'INTERNAL',
    hint: '登记后这一批算已报送,每件工单记一笔',
  },
];

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

/** Answers owed to platforms above: handed over as a file, and their word that they have it. */
export default function Upper() {
  const list = useQuery({ queryKey: UPPER, queryFn: () => get<{ items: UpperItem[] }>('/api/upper') });
  return (
    <DeskPage title="报送上级" about="答复还没有报到上级平台的工单;导出的文件交给平台后,登记它的回执">
      <Remote of={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty description="没有等报送的答复" />
          ) : (
            <Flex vertical gap="large">
              {bySystem(items).map((platform) => (
                <Platform key={platform.system} {...platform} />
              ))}
            </Flex>
          )
        }
      </Remote>
    </DeskPage>
  );
}

function Platform({ system, name, items, waiting, batches }: ReturnType<typeof bySystem>[number]) {
  const now = useNow();
  const command = useCommand();
  const { run, renew, busy } = useDoing(UPPER);
  const [batch, setBatch] = useState<string | null>(null);
  const hand = () =>
    run('', async () => {
      const made = await post<UpperBatch>('/api/upper/export', { upperSystem: system });
      save(`${name}-${made.batchId}.csv`, fileOf(made));
    });
  const acknowledge = async ({ upperRef }: Record<string, unknown>) => {
    const body = { batchId: batch, upperRef };
    await post('/api/upper/ack', { ...body, commandId: command.idFor(body) });
    command.done();
  };
  return (
    <section aria-label={name}>
      <Flex justify="space-between" align="center" wrap gap="small" className="call-platform">
        <h2>
          {name}{' '}
          <span className="desk-muted">
            {items.length} 件,其中 {waiting} 件还没导出
          </span>
        </h2>
        <Flex gap="small" wrap>
          <Button
            id={`export-${system}`}
            icon={<DownloadOutlined aria-hidden />}
            loading={busy}
            onClick={() => void hand()}
          >
            导出 {items.length} 件
          </Button>
          {batches.map((id) => (
            <Button key={id} type="primary" id={`ack-${id}`} onClick={() => setBatch(id)}>
              登记回执(批次 {id.slice(-6)})
            </Button>
          ))}
        </Flex>
      </Flex>
      <Table
        size="small"
        rowKey="id"
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        dataSource={items}
        columns={[
          { title: '上级编号', dataIndex: 'upperNo' },
          {
            title: '工单',
            render: (_, item) => (
              <Link to="/orders" search={{ view: 'ALL', id: item.orderId }}>
                {item.orderNo}
              </Link>
            ),
          },
          { title: '报送内容', render: (_, item) => REPORTS[item.report] },
          { title: '状态', render: (_, item) => UPPER_STATES[item.state] },
          { title: '从何时起', render: (_, item) => whenText(item.queuedAt, now) },
        ]}
      />
      {batch !== null && (
        <FormDialog
          title="登记回执"
          fields={WORD}
          order={null}
          send={acknowledge}
          onDone={() => {
            setBatch(null);
            void renew();
          }}
          onClose={() => setBatch(null)}
        />
      )}
    </section>
  );
}
