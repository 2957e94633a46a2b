import { formatLocal, VOLUME_SPLITS, type VolumeAnswer, type VolumeSplit } from '@yihu/shared';
import { Breadcrumb, Segmented } from 'antd';
import { useVolume } from '../api/figures';
import { Chart, Figure, Remote, useFilters } from '../components';
import { besideText, shownRows, splitName, volumeText } from './figures.view';

interface Props {
  period: { fromDay: string; toDay: string };
  channel: string | undefined;
  onOpen: (address: string, title: string) => void;
}

/** How many came in, beside earlier, and split as one likes. */
export function VolumeTile({ period, channel, onOpen }: Props) {
  const [filters, change] = useFilters();
  const { by = 'day', under } = filters;
  const volume = useVolume({ ...period, by, channel });
  return (
    <Remote of={volume}>
      {(answer) => (
        <>
          <Totals answer={answer} onOpen={onOpen} />
          <Split
            answer={answer}
            under={under ?? null}
            onBy={(next) => change({ by: next, under: undefined })}
            onUnder={(code) => change({ under: code ?? undefined })}
            onOpen={onOpen}
          />
        </>
      )}
    </Remote>
  );
}

function Totals({ answer, onOpen }: { answer: VolumeAnswer } & Pick<Props, 'onOpen'>) {
  const { count, proactive, previous, lastYear } = answer;
  return (
    <div className="desk-figures" id="volume-totals">
      <Figure label="收到诉求" value={count} beside="件" onOpen={() => onOpen(answer.opens, '收到诉求')} />
      <Figure
        label="主动治理"
        value={proactive}
        beside="件,不计入收到"
        onOpen={() => onOpen(answer.opensProactive, '主动治理')}
      />
      <Figure
        label="环比"
        value={previous.count === null ? '—' : previous.change}
        beside={`${previous.fromDay.slice(5)} 至 ${previous.toDay.slice(5)}:${besideText(previous)}`}
      />
      <Figure
        label="同比"
        value={lastYear.count === null ? '—' : lastYear.change}
        beside={`${lastYear.fromDay} 至 ${lastYear.toDay.slice(5)}:${besideText(lastYear)}`}
      />
    </div>
  );
}

interface SplitProps {
  answer: VolumeAnswer;
  under: string | null;
  onBy: (by: VolumeSplit) => void;
  onUnder: (code: string | null) => void;
  onOpen: Props['onOpen'];
}

function Split({ answer, under, onBy, onUnder, onOpen }: SplitProps) {
  const { by } = answer;
  const rows = shownRows(answer, by === 'class' ? under : null);
  const hasFound = rows.some(({ proactive }) => proactive > 0);
  const labels = rows.map(({ label }) => label);
  const series = [
    {
      name: '收到',
      values: rows.map(({ count }) => count),
      opens: rows.map(({ opens }) => opens),
    },
    ...(hasFound
      ? [
          {
            name: '主动治理',
            values: rows.map(({ proactive }) => proactive),
            opens: rows.map(({ opensProactive }) => opensProactive),
          },
        ]
      : []),
    { name: '上期', kind: 'line' as const, values: rows.map(({ previous }) => previous) },
    { name: '去年同期', kind: 'line' as const, values: rows.map(({ lastYear }) => lastYear) },
  ].filter(({ name, values }) => name === '收到' || values.some((value) => value !== null));
  const isWithin = by === 'class' && rows.some(({ key }) => key !== '' && key.length < 6);
  return (
    <Chart
      id="volume"
      title={`诉求量 · ${VOLUME_SPLITS[by]}`}
      about={`${volumeText(answer, rows)}截至 ${formatLocal(answer.asOf)}。`}
      head={splitName(by)}
      labels={labels}
      series={series}
      unit="件"
      lying={by === 'class' || by === 'grid'}
      onOpen={onOpen}
      extra={
        <>
          {by === 'class' && <Levels answer={answer} under={under} isWithin={isWithin} onUnder={onUnder} />}
          <Segmented
            size="small"
            aria-label="怎么分"
            options={Object.entries(VOLUME_SPLITS).map(([value, label]) => ({ value, label }))}
            value={by}
            onChange={(value) => onBy(value as VolumeSplit)}
          />
        </>
      }
    />
  );
}

function Levels({
  answer,
  under,
  isWithin,
  onUnder,
}: Pick<SplitProps, 'answer' | 'under' | 'onUnder'> & { isWithin: boolean }) {
  const above =
    under === null ? [] : [under.slice(0, 2), under].filter((code, at, all) => all.indexOf(code) === at);
  const nameOf = (code: string) => answer.rows.find(({ key }) => key === code)?.label ?? code;
  const step = (code: string | null, name: string) => ({
    key: code ?? 'all',
    title: (
      <button type="button" className="desk-link" onClick={() => onUnder(code)}>
        {name}
      </button>
    ),
  });
  return (
    <>
      <Breadcrumb items={[step(null, '全部类别'), ...above.map((code) => step(code, nameOf(code)))]} />
      {isWithin && (
        <select
          aria-label="看下一级"
          value=""
          onChange={(event) => event.target.value !== '' && onUnder(event.target.value)}
        >
          <option value="">看下一级…</option>
          {shownRows(answer, under)
            .filter(({ key }) => key !== '')
            .map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
        </select>
      )}
    </>
  );
}
