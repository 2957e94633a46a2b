import { Card, Segmented, Skeleton } from 'antd';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import './figures.css';

const ChartCanvas = lazy(() => import('./ChartCanvas'));

export interface ChartSeries {
  name: string;
  kind?: 'bar' | 'line';
  /** One for each label; null where there is none. */
  values: readonly (number | null)[];
  /** Address of the orders behind each value. */
  opens?: readonly (string | null)[];
  /** Of another measure than the picture: only the table has it. */
  tableOnly?: true;
}

interface Props {
  /** Of the element, for keys and tests. */
  id: string;
  title: ReactNode;
  /** What it says, in a sentence or two: read by everybody, and by who does not see the picture. */
  about: string;
  /** What the labels are, over the first column of the table. */
  head: string;
  labels: readonly string[];
  series: readonly ChartSeries[];
  unit?: string;
  lying?: boolean;
  height?: number;
  /** Opens the orders behind a value. */
  onOpen?: (address: string, title: string) => void;
  extra?: ReactNode;
}

/** A picture of numbers with its words and its table; a bar or a number opens to its orders. */
export function Chart({ id, title, about, head, labels, series, onOpen, extra, ...look }: Props) {
  const [asTable, setAsTable] = useState(false);
  const { unit = '', lying = false, height = 260 } = look;
  const openAt = (of: number, at: number) => {
    const address = series[of]?.opens?.[at];
    if (address != null) onOpen?.(address, `${labels[at]} ${series[of]?.name}`);
  };
  return (
    <Card
      id={id}
      size="small"
      title={<h2 className="desk-chart-title">{title}</h2>}
      extra={
        <div className="desk-chart-extra desk-no-print">
          {extra}
          <Segmented
            size="small"
            aria-label="显示方式"
            options={[
              { value: 'chart', label: '图' },
              { value: 'table', label: '表格' },
            ]}
            value={asTable ? 'table' : 'chart'}
            onChange={(value) => setAsTable(value === 'table')}
          />
        </div>
      }
    >
      <p className="desk-muted desk-chart-about">{about}</p>
      {asTable ? (
        <Numbers head={head} labels={labels} series={series} unit={unit} openAt={openAt} />
      ) : (
        <div style={{ height: lying ? Math.max(height, labels.length * 26 + 40) : height }}>
          <Suspense fallback={<Skeleton active aria-label="正在加载图表" />}>
            <ChartCanvas
              labels={labels}
              series={series.filter(({ tableOnly }) => tableOnly !== true)}
              lying={lying}
              unit={unit}
              onPick={openAt}
            />
          </Suspense>
        </div>
      )}
    </Card>
  );
}

interface NumbersProps extends Pick<Props, 'head' | 'labels' | 'series'> {
  unit: string;
  openAt: (series: number, at: number) => void;
}

function Numbers({ head, labels, series, unit, openAt }: NumbersProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table is scrolled with the arrow keys
    <div className="desk-chart-numbers" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
                {unit === '' ? '' : `(${unit})`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, at) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {series.map(({ name, values, opens }, of) => (
                <td key={name}>
                  {opens?.[at] == null || values[at] == null ? (
                    (values[at] ?? '—')
                  ) : (
                    <button
                      type="button"
                      className="desk-link"
                      aria-label={`${label} ${name} ${values[at]}${unit},看工单`}
                      onClick={() => openAt(of, at)}
                    >
                      {values[at]}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
