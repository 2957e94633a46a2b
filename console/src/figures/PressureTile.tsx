import { formatLocal, type PressureAnswer, type PressureRow } from '@yihu/shared';
import { Breadcrumb, Card, Segmented, Table, type TableColumnType, Typography } from 'antd';
import type { CSSProperties, ReactNode } from 'react';
import { usePressure } from '../api/figures';
import { Chart, Remote, useFilters } from '../components';
import {
  fewerText,
  indexText,
  PRESSURE_SPLITS,
  type PressureSplit,
  pressureRows,
  pressureText,
  tendencyOf,
} from './pressure.view';

interface Props {
  period: { fromDay: string; toDay: string };
  onOpen: (address: string, title: string) => void;
}

/** How much each community files, how much of it again, and for how many residents (M45): fewer is better. */
export function PressureTile({ period, onOpen }: Props) {
  const [filters, change] = useFilters();
  const { community } = filters;
  const by: PressureSplit = filters.pressure === 'class' ? 'class' : 'community';
  const pressure = usePressure({ ...period, ...(by === 'class' ? { communityId: community } : {}) });
  const show = (next: PressureSplit, key?: string) => change({ pressure: next, community: key });
  return (
    <Remote of={pressure}>
      {(answer) => (
        <Tile
          answer={answer}
          by={by}
          community={by === 'class' ? community : undefined}
          onShow={show}
          onOpen={onOpen}
        />
      )}
    </Remote>
  );
}

/** The whole width: picture and table beside one another where there is room, else one above the other. */
const BESIDE: CSSProperties = {
  ...{ gridColumn: '1 / -1', display: 'grid', gap: 12, alignItems: 'start' },
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 640px), 1fr))',
};

interface TileProps extends Pick<Props, 'onOpen'> {
  answer: PressureAnswer;
  by: PressureSplit;
  community: string | undefined;
  onShow: (by: PressureSplit, community?: string) => void;
}

function Tile({ answer, by, community, onShow, onOpen }: TileProps) {
  const rows = pressureRows(answer, by);
  const of = community === undefined ? '全街道' : (nameOf(answer, community) ?? '这个社区');
  const isKept = (name: 'previous' | 'lastYear') => rows.some((row) => row[name].filed !== null);
  const series = [
    { name: '诉求', values: rows.map(({ filed }) => filed), opens: rows.map(({ opens }) => opens.filed) },
    {
      name: '重复',
      values: rows.map(({ repeats }) => repeats.num),
      opens: rows.map(({ opens }) => opens.repeats),
    },
    ...(isKept('previous')
      ? [{ name: '上期', kind: 'line' as const, values: rows.map(({ previous }) => previous.filed) }]
      : []),
    ...(isKept('lastYear')
      ? [{ name: '去年同期', kind: 'line' as const, values: rows.map(({ lastYear }) => lastYear.filed) }]
      : []),
  ];
  return (
    <div style={BESIDE}>
      <Chart
        id="pressure"
        title={`诉求减量 · ${PRESSURE_SPLITS[by]}`}
        about={`${pressureText(answer, rows, of)}截至 ${formatLocal(answer.asOf)}。`}
        head={by === 'class' ? '大类' : '社区'}
        labels={rows.map(({ label }) => label)}
        series={series}
        unit="件"
        onOpen={onOpen}
        extra={
          <>
            {community !== undefined && (
              <Breadcrumb items={[{ title: <Back onBack={() => onShow('community')} /> }, { title: of }]} />
            )}
            <Segmented
              size="small"
              aria-label="按什么看减量"
              options={Object.entries(PRESSURE_SPLITS).map(([value, label]) => ({ value, label }))}
              value={by}
              onChange={(value) => onShow(value as PressureSplit)}
            />
          </>
        }
      />
      <Card
        id="pressure-table"
        size="small"
        title={<h2 className="desk-chart-title">减量明细 · {PRESSURE_SPLITS[by]}</h2>}
      >
        <p className="desk-muted desk-chart-about">
          主动治理不计入;重复指同一人一年内又反映同一类事;每千人件数按「单位」里填的人口算; 环比{' '}
          {answer.previous.fromDay} 至 {answer.previous.toDay},同比 {answer.lastYear.fromDay} 至{' '}
          {answer.lastYear.toDay}。
        </p>
        <Table<PressureRow>
          size="small"
          rowKey="key"
          dataSource={[...rows, { ...answer.total, key: 'total', label: '合计' }]}
          pagination={false}
          scroll={{ x: 'max-content' }}
          columns={columnsOf(by, onOpen, (key) => onShow('class', key))}
        />
      </Card>
    </div>
  );
}

function Back({ onBack }: { onBack: () => void }) {
  return (
    <button type="button" className="desk-link" onClick={onBack}>
      全街道
    </button>
  );
}

const nameOf = (answer: PressureAnswer, community: string) =>
  answer.communities.find(({ key }) => key === community)?.label;

function columnsOf(
  by: PressureSplit,
  onOpen: Props['onOpen'],
  onCommunity: (key: string) => void,
): TableColumnType<PressureRow>[] {
  const link = (row: PressureRow, name: keyof PressureRow['opens'], title: string, text: ReactNode) => (
    <button
      type="button"
      className="desk-link"
      aria-label={`${row.label}${title} ${text},看工单`}
      onClick={() => onOpen(row.opens[name], `${row.label} ${title}`)}
    >
      {text}
    </button>
  );
  const numbers = (title: string, render: (row: PressureRow) => ReactNode): TableColumnType<PressureRow> => ({
    title,
    align: 'right',
    render: (_, row) => render(row),
  });
  const beside = (name: 'previous' | 'lastYear') => (row: PressureRow) => (
    <Typography.Text type={tendencyOf(row[name])}>{fewerText(row[name])}</Typography.Text>
  );
  return [
    {
      title: by === 'class' ? '大类' : '社区',
      render: (_, row) =>
        by === 'class' || row.key === 'total' || row.key === '' ? (
          row.label
        ) : (
          <button
            type="button"
            className="desk-link"
            aria-label={`看${row.label}的各类`}
            onClick={() => onCommunity(row.key)}
          >
            {row.label}
          </button>
        ),
    },
    numbers('诉求', (row) => link(row, 'filed', '诉求', row.filed)),
    numbers('认定后', (row) => link(row, 'filedAfter', '认定后的诉求', row.filedAfter)),
    numbers('环比', beside('previous')),
    numbers('同比', beside('lastYear')),
    numbers('重复', (row) => link(row, 'repeats', '重复诉求', row.repeats.num)),
    numbers('重复率', (row) => row.repeats.text),
    numbers('认定后重复率', (row) => row.repeatsAfter.text),
    numbers('每千人', (row) => indexText(row.perThousand)),
    numbers('认定后每千人', (row) => indexText(row.perThousandAfter)),
  ];
}
