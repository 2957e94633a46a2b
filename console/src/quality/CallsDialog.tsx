import { useQueryClient } from '@tanstack/react-query';
import { CALL_CHANNELS, CHANNELS, formatLocal } from '@yihu/shared';
import { Alert, App, Input, Modal, Table, Typography } from 'antd';
import { useState } from 'react';
import { FIGURES_KEY } from '../api/figures';
import { useStreetId } from '../api/places';
import { recordCalls, useCalls } from '../api/quality';
import { errText } from '../api/request';
import { useCommand } from '../api/use-command';
import { Remote, useSending } from '../components';
import { readPasted } from './calls.view';

interface Props {
  period: { fromDay: string; toDay: string };
  onClose: () => void;
}

const LINES = CALL_CHANNELS.map((channel) => CHANNELS[channel]).join('、');

/** Calls of each line and day, typed or pasted from the exchange's table; days filled in before are corrected. */
export function CallsDialog({ period, onClose }: Props) {
  const [text, setText] = useState('');
  const { busy, error, setError, sending } = useSending();
  const streetId = useStreetId();
  const command = useCommand();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { rows, faults } = readPasted(text);
  const mayful = rows.length > 0 && faults.length === 0 && streetId !== undefined;
  const send = () =>
    sending(async () => {
      if (streetId === undefined) return;
      await recordCalls({ commandId: command.idFor('calls', 0, 'record', { rows }), streetId, rows });
      command.done();
      await client.invalidateQueries({ queryKey: FIGURES_KEY });
      message.success(`填好了 ${rows.length} 行`);
      onClose();
    });
  return (
    <Modal
      open
      title="填报话务量"
      okText={mayful ? `提交 ${rows.length} 行` : '提交'}
      okButtonProps={{ id: 'calls-send', disabled: !mayful }}
      confirmLoading={busy}
      onOk={() => void send()}
      onCancel={onClose}
      destroyOnHidden
      width={720}
      style={{ top: 32 }}
    >
      <Typography.Paragraph type="secondary">
        一行一天一条线路:日期、线路、来电数、接通数、等待秒数(接通的来电合计)。可以从表格里整块复制。线路:
        {LINES}
        。没有填的日子显示「未填报」,不算 0,也不算 100%。
      </Typography.Paragraph>
      <label htmlFor="calls-text">话务量</label>
      <Input.TextArea
        id="calls-text"
        rows={6}
        value={text}
        placeholder={'2026-11-23,12345热线,40,39,390'}
        onChange={(event) => {
          setText(event.target.value);
          setError(null);
        }}
      />
      {faults.length > 0 && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          style={{ marginTop: 8 }}
          title={faults.slice(0, 5).join(';')}
        />
      )}
      {error !== null && (
        <Alert type="error" showIcon role="alert" style={{ marginTop: 8 }} title={errText(error)} />
      )}
      <Filled period={period} />
    </Modal>
  );
}

function Filled({ period }: Pick<Props, 'period'>) {
  const calls = useCalls(period);
  return (
    <Remote of={calls}>
      {({ items, fromDay, toDay }) => (
        <>
          <h3>
            已填报({fromDay} 至 {toDay})
          </h3>
          <Table
            size="small"
            rowKey={({ streetId, day, channel }) => `${streetId} ${day} ${channel}`}
            dataSource={items}
            pagination={items.length > 7 ? { pageSize: 7, size: 'small' } : false}
            locale={{ emptyText: '这段时间还没有填报' }}
            columns={[
              { title: '日期', dataIndex: 'day' },
              { title: '线路', dataIndex: 'channelLabel' },
              { title: '来电', dataIndex: 'offered', align: 'right' },
              { title: '接通', dataIndex: 'answered', align: 'right' },
              { title: '等待秒数', dataIndex: 'waitSeconds', align: 'right' },
              {
                title: '填报',
                render: (_, { enteredBy, enteredAt, version }) =>
                  `${enteredBy} ${formatLocal(enteredAt)}${version > 1 ? `(改过 ${version - 1} 次)` : ''}`,
              },
            ]}
          />
        </>
      )}
    </Remote>
  );
}
