import { formatLocal, type UnitRow } from '@yihu/shared';
import { Card, Table, type TableColumnType } from 'antd';
import type { ReactNode } from 'react';
import { useUnitTable } from '../api/figures';
import { Remote } from '../components';
import { minutesText } from './period.view';

interface Props {
  period: { fromDay: string; toDay: string };
  onOpen: (address: string, title: string) => void;
}
type Rate = 'completion' | 'onTime' | 'overdue' | 'satisfied' | 'returned';
const share = ({ num, den }: UnitRow[Rate]) => (den === 0 ? -1 : num / den);

/** Units side by side; a press on a heading sorts. */
export function UnitsTile({ period, onOpen }: Props) {
  const units = useUnitTable(period);
  const link = (row: UnitRow, name: keyof UnitRow['opens'], title: string, text: ReactNode) => (
    <button
      type="button"
      className="desk-link"
      aria-label={`${row.unitName}${title} ${text},看工单`}
      onClick={() => onOpen(row.opens[name], `${row.unitName} ${title}`)}
    >
      {text}
    </button>
  );
  const rate = (name: Rate, title: string): TableColumnType<UnitRow> => ({
    title,
    align: 'right',
    sorter: (a, b) => share(a[name]) - share(b[name]),
    render: (_, row) => link(row, name, title, row[name].text),
  });
  return (
    <Card
      id="units"
      style={{ gridColumn: '1 / -1' }}
      size="small"
      title={<h2 className="desk-chart-title">各单位</h2>}
    >
      <Remote of={units}>
        {({ rows, asOf }) => (
          <>
            <p className="desk-muted desk-chart-about">
              按办结率排名,括号里是上期名次;承办件次按各自的派单计,截至 {formatLocal(asOf)}。
            </p>
            <Table<UnitRow>
              size="small"
              rowKey="unitId"
              dataSource={rows}
              pagination={rows.length > 15 ? { pageSize: 15, size: 'small' } : false}
              scroll={{ x: 'max-content' }}
              locale={{ emptyText: '这段时间没有派单' }}
              columns={[
                {
                  title: '名次',
                  align: 'right',
                  render: (_, { rank, previousRank }) => placeText(rank, previousRank),
                },
                { title: '单位', dataIndex: 'unitName' },
                {
                  title: '承办',
                  align: 'right',
                  sorter: (a, b) => a.received - b.received,
                  render: (_, row) => link(row, 'received', '承办', row.received),
                },
                rate('completion', '办结率'),
                rate('onTime', '按期率'),
                rate('overdue', '逾期率'),
                rate('satisfied', '满意率'),
                rate('returned', '退回率'),
                {
                  title: '平均用时',
                  align: 'right',
                  sorter: (a, b) => (a.minutes ?? 0) - (b.minutes ?? 0),
                  render: (_, { minutes }) => minutesText(minutes),
                },
              ]}
            />
          </>
        )}
      </Remote>
    </Card>
  );
}

function placeText(rank: number | null, previousRank: number | null): string {
  if (rank === null) return '—';
  return previousRank === null ? String(rank) : `${rank}(${previousRank})`;
}
