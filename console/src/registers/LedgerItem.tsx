import { useQuery } from '@tanstack/react-query';
import {
  formatLocal,
  ITEM_ACTS,
  type ItemActName,
  type ItemView,
  ledgerKind,
  MEMBER_ACTS,
  type MemberAct,
  OUTCOMES,
} from '@yihu/shared';
import { App, Button, Card, Flex, Table, Tag, Timeline } from 'antd';
import { useState } from 'react';
import { actOnItem, LEDGERS_KEY, ledgerItem } from '../api/registers';
import { useCommand } from '../api/use-command';
import { FormDialog, Remote, useDoing } from '../components';
import { Members } from './Members';

/** One entry: what it is about, its orders, what was done, and what may be done by whom. */
export function LedgerItem({ id, onBack }: { id: string; onBack: () => void }) {
  const item = useQuery({ queryKey: [...LEDGERS_KEY, 'item', id], queryFn: () => ledgerItem(id) });
  return (
    <>
      <Button onClick={onBack}>回到清单</Button>
      <Remote of={item}>{(view) => <Item item={view} />}</Remote>
    </>
  );
}

const DANGER: readonly ItemActName[] = ['drop', 'sendBack', 'unlink'];

function Item({ item }: { item: ItemView }) {
  const [act, setAct] = useState<ItemActName | null>(null);
  const [all, setAll] = useState<MemberAct | null>(null);
  const command = useCommand();
  const { message } = App.useApp();
  const { renew } = useDoing(LEDGERS_KEY);
  const kind = ledgerKind(item.kind);
  const send = async (name: ItemActName, fields: Record<string, unknown>) => {
    const commandId = command.idFor(item.id, item.version, name, fields);
    try {
      await actOnItem(item.id, name, { commandId, version: item.version, fields });
      command.done();
    } finally {
      await renew();
    }
  };
  const isOpenProblem = item.kind === 'problem' && item.ordersOpen > 0;
  return (
    <Card
      size="small"
      style={{ marginTop: 8 }}
      title={item.title}
      extra={<Tag color={item.late ? 'error' : 'processing'}>{item.stateLabel}</Tag>}
    >
      <dl className="desk-facts">
        <Fact name="台账">{item.kindLabel}</Fact>
        <Fact name="来由">{item.enteredBy}</Fact>
        <Fact name="列入">{formatLocal(item.openedAt)}</Fact>
        <Fact name="分类">{item.className}</Fact>
        <Fact name="牵头">{[item.unitName, item.personName].filter(Boolean).join(' ')}</Fact>
        <Fact name="期限">{item.dueDay === null ? null : `${item.dueDay}${item.late ? ' 已逾期' : ''}`}</Fact>
        {typeof item.values.measures === 'string' && <Fact name="措施">{item.values.measures}</Fact>}
      </dl>
      <Flex gap="small" wrap style={{ margin: '12px 0' }}>
        {item.allowed.map((name) => (
          <Button
            key={name}
            id={`item-${name}`}
            type={name === 'strike' || name === 'confirm' ? 'primary' : 'default'}
            danger={DANGER.includes(name)}
            onClick={() => setAct(name)}
          >
            {ITEM_ACTS[name].label}
          </Button>
        ))}
        {isOpenProblem &&
          (Object.entries(MEMBER_ACTS) as [MemberAct, string][]).map(([name, label]) => (
            <Button key={name} id={`members-${name}`} onClick={() => setAll(name)}>
              {label}
            </Button>
          ))}
      </Flex>
      <h3>工单</h3>
      <Table
        size="small"
        rowKey="id"
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        dataSource={item.orders}
        locale={{ emptyText: '没有工单' }}
        columns={[
          {
            title: '工单',
            width: 170,
            render: (_, { id, orderNo }) => <a href={`#/orders?id=${id}`}>{orderNo}</a>,
          },
          { title: '事由', dataIndex: 'title' },
          { title: '状态', width: 90, dataIndex: 'stateLabel' },
          { title: '结果', width: 120, render: (_, { outcome }) => outcomeText(outcome) },
        ]}
      />
      <h3>经过</h3>
      <Timeline
        items={[...item.history].reverse().map(({ seq, at, did, who, notes }) => ({
          key: seq,
          content: (
            <>
              <div>
                {did} <span className="desk-muted">{`${formatLocal(at)} · ${who}`}</span>
              </div>
              {notes.map((note) => (
                <div key={note} className="desk-pre">
                  {note}
                </div>
              ))}
            </>
          ),
        }))}
      />
      {act !== null && (
        <FormDialog
          title={ITEM_ACTS[act].label}
          fields={ITEM_ACTS[act].fields(kind)}
          start={act === 'edit' || act === 'confirm' ? { ...item.values, title: item.title } : {}}
          order={null}
          danger={DANGER.includes(act)}
          send={(fields) => send(act, fields)}
          onClose={() => setAct(null)}
          onDone={() => {
            void message.success(`${ITEM_ACTS[act].label}:已完成`);
            setAct(null);
          }}
        />
      )}
      {all !== null && <Members item={item} act={all} onClose={() => setAll(null)} />}
    </Card>
  );
}

/** How an order ended, in words. */
function outcomeText(outcome: string | null): string {
  return outcome === null ? '—' : (OUTCOMES[outcome as keyof typeof OUTCOMES] ?? outcome);
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children || '—'}</dd>
    </div>
  );
}
