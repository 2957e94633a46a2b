import type { MeetingRow } from '@yihu/shared';
import { Table, Tag } from 'antd';
import { ROW_STATES, type RowState } from './meeting.view';

const COLOURS: Record<RowState, string> = { NEW: 'blue', KNOWN: 'gold', WRONG: 'red', FILED: 'green' };

/** One row of the list, and what became of it; `at` is its number in what was pasted, or in the sheet. */
export interface ShownRow {
  row: MeetingRow;
  at: number;
  state: RowState;
  said: string;
}

/** The list row by row: what would become of each, or did. */
export function MeetingRows({ rows }: { rows: ShownRow[] }) {
  return (
    <Table
      size="small"
      rowKey="at"
      pagination={false}
      className="call-alert"
      dataSource={rows}
      columns={[
        { title: '行', dataIndex: 'at', width: 48 },
        {
          title: '结果',
          width: 90,
          render: (_, { state }) => <Tag color={COLOURS[state]}>{ROW_STATES[state]}</Tag>,
        },
        { title: '内容', render: (_, { row }) => row.text },
        { title: '地点', width: 180, render: (_, { row }) => row.address },
        { title: '谁', width: 160, render: (_, { row }) => row.companyName || row.contactName },
        { title: '说明', width: 260, dataIndex: 'said' },
      ]}
    />
  );
}
