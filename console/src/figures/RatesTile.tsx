import { formatLocal, type RateRow } from '@yihu/shared';
import { Card } from 'antd';
import { useRates } from '../api/figures';
import { Remote } from '../components';
import { minutesText } from './period.view';

interface Props {
  period: { fromDay: string; toDay: string };
  onOpen: (address: string, title: string) => void;
}

/** The five rates before and after what was left out, beside earlier periods in percentage points. */
export function RatesTile({ period, onOpen }: Props) {
  const rates = useRates(period);
  return (
    <Card id="rates" size="small" title={<h2 className="desk-chart-title">五率</h2>}>
      <Remote of={rates}>
        {(answer) => (
          <>
            <p className="desk-muted desk-chart-about">
              按单位承办的 {answer.scope} 件次计算,截至 {formatLocal(answer.asOf)};环比{' '}
              {answer.previous.fromDay} 至 {answer.previous.toDay},同比 {answer.lastYear.fromDay} 至{' '}
              {answer.lastYear.toDay}。
            </p>
            <div style={{ overflowX: 'auto' }}>
              <table className="desk-numbers">
                <thead>
                  <tr>
                    {['', '剔除前', '剔除后', '分子 / 分母', '环比', '同比'].map((head) => (
                      <th key={head} scope="col">
                        {head}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {answer.rates.map((rate) => (
                    <Rate key={rate.name} rate={rate} onOpen={onOpen} />
                  ))}
                </tbody>
              </table>
            </div>
            <p className="desk-muted" style={{ margin: '8px 0 0' }}>
              平均用时:
              {answer.stages.map(({ label, minutes }) => `${label} ${minutesText(minutes)}`).join(' · ')}
            </p>
          </>
        )}
      </Remote>
    </Card>
  );
}

function Rate({ rate, onOpen }: { rate: RateRow } & Pick<Props, 'onOpen'>) {
  const { label, before, after, opens, previous, lastYear } = rate;
  const part = (address: string, value: number, name: string) => (
    <button
      type="button"
      className="desk-link"
      aria-label={`${label}${name} ${value},看工单`}
      onClick={() => onOpen(`${address}&after=1`, `${label}的${name}`)}
    >
      {value}
    </button>
  );
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{before.text}</td>
      <td>
        <strong>{after.text}</strong>
      </td>
      <td>
        {part(opens.num, after.num, '分子')} / {part(opens.den, after.den, '分母')}
      </td>
      <td>{previous.points}</td>
      <td>{lastYear.points}</td>
    </tr>
  );
}
