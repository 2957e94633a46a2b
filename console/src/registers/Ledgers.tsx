import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { type ItemSummary, type LedgerCount, ledgerKind } from '@yihu/shared';
import { App, Button, Flex, Form, Select, Switch, Table, Tag } from 'antd';
import { useRef, useState } from 'react';
import { AgendaDialog } from '../agenda';
import { useStreetId } from '../api/places';
import { enterLedger, LEDGERS_KEY, ledgerCounts, ledgerItems } from '../api/registers';
import { useCommand } from '../api/use-command';
import { DeskPage, DownloadButton, FormDialog, Remote, useDoing, useFilters } from '../components';
import { useKeys } from '../keys';
import { useMe } from '../session/session';
import { LedgerItem } from './LedgerItem';

/** Every ledger of the street: what stands in it, what to enter, and what to strike off. */
export default function Ledgers() {
  const counts = useQuery({ queryKey: [...LEDGERS_KEY, 'counts'], queryFn: ledgerCounts });
  return (
    <DeskPage title="台账" about="疑难、问题、根治、隐患、会场等;由人列入或自动列入,办完销号">
      <Remote of={counts}>{({ items }) => <All ledgers={items} />}</Remote>
    </DeskPage>
  );
}

function All({ ledgers }: { ledgers: readonly LedgerCount[] }) {
  const [filters, filter] = useFilters();
  const chosen = ledgers.find(({ kind }) => kind === filters.kind) ?? ledgers[0];
  if (chosen === undefined) return <p>没有你能看的台账</p>;
  return (
    <Flex gap="middle" align="start">
      <nav aria-label="台账" className="desk-kinds">
        {ledgers.map(({ kind, label, standing, classes, late }) => (
          <a
            key={kind}
            href={`#/ledgers?kind=${kind}`}
            aria-current={kind === chosen.kind ? 'page' : undefined}
          >
            <strong>{label}</strong>
            {standing > 0 && <Tag>{kind === 'hard' ? `${classes} 类 ${standing} 件` : standing}</Tag>}
            {late > 0 && <Tag color="error">逾期 {late}</Tag>}
          </a>
        ))}
      </nav>
      <div className="desk-kind">
        {filters.item === undefined ? (
          <Ledger key={chosen.kind} ledger={chosen} onOpen={(item) => filter({ kind: chosen.kind, item })} />
        ) : (
          <LedgerItem
            key={filters.item}
            id={filters.item}
            onBack={() => filter({ kind: chosen.kind, item: undefined })}
          />
        )}
      </div>
    </Flex>
  );
}

function Ledger({ ledger, onOpen }: { ledger: LedgerCount; onOpen: (id: string) => void }) {
  const { kind, label, about, mayEnter } = ledger;
  const [ended, setEnded] = useState(false);
  const [entering, setEntering] = useState(false);
  const items = useQuery({
    queryKey: [...LEDGERS_KEY, kind, ended],
    queryFn: () => ledgerItems(kind, ended),
  });
  useKeys('台账', [
    { key: 'n', label: `列入${label}`, run: () => setEntering(true), active: mayEnter && !entering },
  ]);
  return (
    <>
      <Flex justify="space-between" align="center" wrap gap="small">
        <div>
          <h2>{label}</h2>
          <p className="desk-muted">{about}</p>
        </div>
        <Flex gap="small" align="center">
          <Switch aria-label="看已销号和不列入的" checked={ended} onChange={setEnded} /> 看已销号的
          <DownloadButton table="ledger" query={{ kind, ended: ended ? '1' : undefined }} />
          {mayEnter && (
            <Button id="enter-item" type="primary" icon={<PlusOutlined />} onClick={() => setEntering(true)}>
              列入
            </Button>
          )}
        </Flex>
      </Flex>
      <Remote of={items}>
        {({ items: all }) => <Items items={all} onOpen={onOpen} meets={!ended && kind !== 'session'} />}
      </Remote>
      {entering && <Entering ledger={ledger} onClose={() => setEntering(false)} onDone={onOpen} />}
    </>
  );
}

interface ItemsProps {
  items: readonly ItemSummary[];
  onOpen: (id: string) => void;
  /** Whether entries of this list can be taken to a meeting. */
  meets: boolean;
}

function Items({ items, onOpen, meets }: ItemsProps) {
  const me = useMe();
  const [chosen, setChosen] = useState<string[]>([]);
  const [agenda, setAgenda] = useState(false);
  const mayMeet = meets && me.permissions.includes('order:supervise');
  const open = items.filter(({ ordersOpen }) => ordersOpen > 0).map(({ id }) => id);
  return (
    <>
      {mayMeet && chosen.length > 0 && (
        <Flex gap="small" align="center" style={{ margin: '8px 0' }} role="toolbar" aria-label="已选条目">
          <strong aria-live="polite">已选 {chosen.length} 条</strong>
          <Button id="items-agenda" size="small" onClick={() => setAgenda(true)}>
            列入会议议程
          </Button>
        </Flex>
      )}
      {agenda && (
        <AgendaDialog
          orderIds={[]}
          itemIds={chosen}
          onDone={() => {
            setAgenda(false);
            setChosen([]);
          }}
          onClose={() => setAgenda(false)}
        />
      )}
      <Table<ItemSummary>
        size="small"
        rowKey="id"
        rowSelection={
          mayMeet
            ? {
                selectedRowKeys: chosen,
                onChange: (keys) => setChosen(keys.map(String)),
                getCheckboxProps: ({ id, title }) => ({
                  disabled: !open.includes(id),
                  'aria-label': `选「${title}」`,
                }),
              }
            : undefined
        }
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        dataSource={[...items]}
        locale={{ emptyText: '现在没有' }}
        columns={[
          {
            title: '条目',
            render: (_, { id, title }) => (
              <button type="button" className="desk-link" onClick={() => onOpen(id)}>
                {title}
              </button>
            ),
          },
          {
            title: '状态',
            width: 90,
            render: (_, { stateLabel, late }) => <Tag color={late ? 'error' : undefined}>{stateLabel}</Tag>,
          },
          { title: '来由', width: 150, dataIndex: 'enteredBy' },
          {
            title: '牵头',
            width: 160,
            render: (_, { unitName, personName }) => [unitName, personName].filter(Boolean).join(' ') || '—',
          },
          {
            title: '期限',
            width: 140,
            render: (_, { dueDay, late }) =>
              dueDay === null ? '—' : late ? <strong className="desk-fault">{dueDay} 已逾期</strong> : dueDay,
          },
          {
            title: '工单',
            width: 130,
            render: (_, { ordersTotal, ordersOpen }) =>
              ordersTotal === 0 ? '—' : `${ordersTotal} 件,未办结 ${ordersOpen}`,
          },
        ]}
      />
    </>
  );
}

interface EnteringProps {
  ledger: LedgerCount;
  onDone: (id: string) => void;
  onClose: () => void;
}

function Entering({ ledger: { kind, label }, onDone, onClose }: EnteringProps) {
  const rootId = useStreetId();
  const command = useCommand();
  const { message } = App.useApp();
  const { renew } = useDoing(LEDGERS_KEY);
  const [orderNos, setOrderNos] = useState<string[]>([]);
  // Read right after it was set, before the page is drawn again.
  const entered = useRef<string | null>(null);
  const send = async (fields: Record<string, unknown>) => {
    const commandId = command.idFor(kind, orderNos, fields);
    const body = { commandId, version: 0, rootId: rootId ?? '', orderNos, fields };
    entered.current = (await enterLedger(kind, body)).id;
    command.done();
    await renew();
  };
  return (
    <FormDialog
      title={`列入${label}`}
      fields={ledgerKind(kind).fields}
      order={null}
      ready={rootId !== undefined}
      send={send}
      onClose={onClose}
      onDone={() => {
        void message.success('已列入');
        onClose();
        if (entered.current !== null) onDone(entered.current);
      }}
    >
      <Form.Item label="哪些工单(没有可不填)" htmlFor="item-orders" layout="vertical">
        <Select
          id="item-orders"
          mode="tags"
          open={false}
          maxCount={50}
          tokenSeparators={[' ', ',', ',', '、', '\n', '\t']}
          placeholder="输入或粘贴工单编号,回车添加"
          value={orderNos}
          onChange={setOrderNos}
        />
      </Form.Item>
    </FormDialog>
  );
}
