import { type ItemView, MEMBER_ACTS, type MemberAct, type MembersAnswer, TRANSITIONS } from '@yihu/shared';
import { Alert, Checkbox, Modal, Table, Tag } from 'antd';
import { useState } from 'react';
import { actOnMembers, LEDGERS_KEY } from '../api/registers';
import { useCommand } from '../api/use-command';
import { FormDialog, useDoing } from '../components';

interface Props {
  item: ItemView;
  act: MemberAct;
  onClose: () => void;
}

/** One answer to all orders of a problem: first what would become of each, then, once looked at, done. */
export function Members({ item, act, onClose }: Props) {
  const command = useCommand();
  const [signFirst, setSignFirst] = useState(false);
  const [tried, setTried] = useState<{ fields: Record<string, unknown>; answer: MembersAnswer } | null>(null);
  const [done, setDone] = useState<MembersAnswer | null>(null);
  const { run, renew, busy } = useDoing(LEDGERS_KEY, ['orders']);
  const label = MEMBER_ACTS[act];
  const ask = (fields: Record<string, unknown>, dryRun: boolean) => {
    const said = { act, fields, dryRun, signFirst };
    const body = {
      commandId: command.idFor(item.id, said),
      version: item.version,
      fields,
      dryRun,
      signFirst,
    };
    return actOnMembers(item.id, act, body);
  };
  // Photos belong to one order each: they are added there.
  const fields = TRANSITIONS[act].fields.filter(({ kind }) => kind !== 'photos');
  if (tried === null) {
    return (
      <FormDialog
        title={`${label}:先看看`}
        fields={fields}
        order={null}
        send={async (written) => setTried({ fields: written, answer: await ask(written, true) })}
        onDone={() => undefined}
        onClose={onClose}
      >
        <p>发给这个问题里 {item.ordersOpen} 件没有办结的工单;下一步先逐件说可不可以,再确认。</p>
        {act === 'reply' && (
          <Checkbox checked={signFirst} onChange={(event) => setSignFirst(event.target.checked)}>
            本单位还没有签收的先签收
          </Checkbox>
        )}
      </FormDialog>
    );
  }
  const shown = done ?? tried.answer;
  const carryOut = () =>
    run('', async () => {
      setDone(await ask(tried.fields, false));
      command.done();
    });
  const close = () => {
    void renew();
    onClose();
  };
  return (
    <Modal
      open
      width={760}
      title={label}
      okText={done === null ? `办 ${shown.can} 件` : '好'}
      okButtonProps={{ id: 'members-do', disabled: done === null && shown.can === 0 }}
      cancelButtonProps={{ style: done === null ? undefined : { display: 'none' } }}
      confirmLoading={busy}
      onOk={() => (done === null ? void carryOut() : close())}
      onCancel={close}
    >
      <Alert
        showIcon
        type={done === null ? 'info' : 'success'}
        title={
          done === null
            ? `${shown.can} 件可办,${shown.items.length - shown.can} 件不可`
            : `办了 ${shown.done} 件,${shown.items.length - shown.done} 件没有办`
        }
      />
      <Table
        size="small"
        rowKey="orderId"
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
        dataSource={shown.items}
        columns={[
          {
            title: '工单',
            render: (_, { orderId, orderNo }) => <a href={`#/orders?id=${orderId}`}>{orderNo}</a>,
          },
          { title: '状态', dataIndex: 'stateLabel' },
          {
            title: done === null ? '可不可以' : '结果',
            render: (_, each) => {
              const good = done === null ? each.can : each.done;
              return <Tag color={good ? 'success' : 'error'}>{wordFor(good, done !== null)}</Tag>;
            },
          },
          { title: '说明', render: (_, { why }) => why ?? '' },
        ]}
      />
    </Modal>
  );
}

function wordFor(good: boolean, isDone: boolean): string {
  if (isDone) return good ? '已办' : '没有办';
  return good ? '可办' : '不可';
}
