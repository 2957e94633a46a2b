import { formatLocal, type TrendAnswer } from '@yihu/shared';
import { useTrend } from '../api/figures';
import { Chart, Remote } from '../components';
import { besideText } from './figures.view';

interface Props {
  onOpen: (address: string, title: string) => void;
}

/** Month by month for a year, the same month of last year beside it. */
export function TrendTile({ onOpen }: Props) {
  const trend = useTrend({ months: 13 });
  return <Remote of={trend}>{(answer) => <Months answer={answer} onOpen={onOpen} />}</Remote>;
}

function Months({ answer, onOpen }: Props & { answer: TrendAnswer }) {
  const { rows } = answer;
  const last = rows.at(-1);
  const about =
    last === undefined
      ? '还没有数据。'
      : `${Number(last.month.slice(5))}月到 ${formatLocal(answer.asOf)} 收到 ${last.count} 件;环比 ${besideText(last.previous)};同比 ${besideText(last.lastYear)}。`;
  const compared = rows.map(({ lastYear }) => lastYear.count);
  return (
    <Chart
      id="trend"
      title="逐月趋势"
      about={about}
      head="月份"
      labels={rows.map(({ month }) => month)}
      series={[
        { name: '收到', values: rows.map(({ count }) => count), opens: rows.map(({ opens }) => opens) },
        ...(compared.some((count) => count !== null)
          ? [{ name: '去年同期', kind: 'line' as const, values: compared }]
          : []),
      ]}
      unit="件"
      onOpen={onOpen}
    />
  );
}
