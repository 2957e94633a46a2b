import { useQuery } from '@tanstack/react-query';
import { addDays, formatLocal, formatMonthDay, type GridHeat } from '@yihu/shared';
import { Card, Flex, Segmented, Skeleton, Slider, theme } from 'antd';
import { Suspense, useMemo, useState } from 'react';
import { useHeat } from '../api/figures';
import { gridsOf, useStreetId } from '../api/places';
import { Remote } from '../components';
import { GridMap } from '../map';
import { HEAT_STEPS, heatStep, mostOf } from './figures.view';

interface Props {
  onOpen: (address: string, title: string) => void;
}

/** Where orders come from, week by week, and what comes back to the same place. */
export function HeatTile({ onOpen }: Props) {
  const [week, setWeek] = useState<string>();
  const heat = useHeat({ week });
  return <Remote of={heat}>{(answer) => <Heat answer={answer} onWeek={setWeek} onOpen={onOpen} />}</Remote>;
}

const weekText = (week: string) => `${formatMonthDay(week)}至${formatMonthDay(addDays(week, 6))}`;

const markOf = (week: string) => ({ label: week.slice(5), style: { whiteSpace: 'nowrap' } }) as const;

function Heat({ answer, onWeek, onOpen }: Props & { answer: GridHeat; onWeek: (week: string) => void }) {
  const { token } = theme.useToken();
  const [asTable, setAsTable] = useState(false);
  const at = answer.weeks.indexOf(answer.week);
  const streetId = useStreetId();
  const outlines = useQuery({
    queryKey: ['grids', streetId],
    queryFn: () => gridsOf(streetId ?? ''),
    enabled: streetId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const most = mostOf(answer);
  const inWeek = useMemo(
    () => new Map(answer.grids.map((grid) => [grid.gridId, grid.counts[at] ?? 0])),
    [answer, at],
  );
  const colourOf = (step: number) =>
    `color-mix(in srgb, ${token.colorPrimary} ${(HEAT_STEPS[step] ?? 0) * 100}%, ${token.colorBgContainer})`;
  const grids = useMemo(
    () =>
      (outlines.data?.grids ?? []).map(({ id, code, name, outline }) => ({
        ...{ id, code, name, outline },
        note: `${inWeek.get(id) ?? 0} 件`,
      })),
    [outlines.data, inWeek],
  );
  const colours = Object.fromEntries([...inWeek].map(([id, count]) => [id, colourOf(heatStep(count, most))]));
  const openGrid = (gridId: string) => {
    const name = answer.grids.find((grid) => grid.gridId === gridId)?.name ?? '';
    const days = { fromDay: answer.week, toDay: addDays(answer.week, 6) };
    const query = new URLSearchParams({ ...days, gridId });
    onOpen(`/api/desk/volume/orders?${query}`, `${name} ${weekText(answer.week)}`);
  };
  const total = [...inWeek.values()].reduce((sum, count) => sum + count, 0);
  return (
    <Card
      id="heat"
      size="small"
      title={<h2 className="desk-chart-title">网格热力</h2>}
      extra={
        <Segmented
          size="small"
          aria-label="热力显示方式"
          options={[
            { value: 'map', label: '地图' },
            { value: 'table', label: '表格' },
          ]}
          value={asTable ? 'table' : 'map'}
          onChange={(value) => setAsTable(value === 'table')}
        />
      }
    >
      <p className="desk-muted desk-chart-about">
        {weekText(answer.week)} 各网格共 {total} 件;颜色越深越多,各周用同一把尺(最多 {most} 件)。同一处同一类{' '}
        {answer.rule.days} 天内 {answer.rule.times} 件以上的有 {answer.repeats.length} 处。截至{' '}
        {formatLocal(answer.asOf)}。
      </p>
      <Slider
        ariaLabelForHandle="周"
        style={{ marginInline: 24 }}
        min={0}
        max={answer.weeks.length - 1}
        value={at}
        onChange={(next) => onWeek(answer.weeks[next] ?? answer.week)}
        // Counted from the end: the week that runs is always named.
        marks={Object.fromEntries(
          answer.weeks.map((week, n) => [n, (answer.weeks.length - 1 - n) % 3 === 0 ? markOf(week) : '']),
        )}
        tooltip={{ formatter: (n) => weekText(answer.weeks[n ?? 0] ?? answer.week) }}
        ariaValueTextFormatterForHandle={(n) => weekText(answer.weeks[n] ?? answer.week)}
      />
      <div className="desk-legend" aria-hidden="true">
        0 件
        {HEAT_STEPS.map((share, step) => (
          <i key={share} style={{ background: colourOf(step) }} />
        ))}
        {most} 件
      </div>
      <Flex gap={12} wrap align="stretch">
        <div style={{ flex: '2 1 420px', minHeight: 380 }}>
          {asTable ? (
            <Counts answer={answer} at={at} onGrid={openGrid} />
          ) : (
            <Suspense fallback={<Skeleton active aria-label="正在加载地图" />}>
              <GridMap
                grids={grids}
                colours={colours}
                label={`各网格${weekText(answer.week)}诉求量`}
                onPick={({ gridId }) => gridId !== null && openGrid(gridId)}
              />
            </Suspense>
          )}
        </div>
        <Repeats answer={answer} onOpen={onOpen} />
      </Flex>
    </Card>
  );
}

function Counts({ answer, at, onGrid }: { answer: GridHeat; at: number; onGrid: (id: string) => void }) {
  return (
    <div className="desk-chart-numbers">
      <table>
        <thead>
          <tr>
            <th scope="col">网格</th>
            <th scope="col">本周(件)</th>
            <th scope="col">上周(件)</th>
          </tr>
        </thead>
        <tbody>
          {answer.grids.map(({ gridId, name, counts }) => (
            <tr key={gridId}>
              <th scope="row">{name}</th>
              <td>
                <button
                  type="button"
                  className="desk-link"
                  aria-label={`${name} ${counts[at] ?? 0} 件,看工单`}
                  onClick={() => onGrid(gridId)}
                >
                  {counts[at] ?? 0}
                </button>
              </td>
              <td>{at === 0 ? '—' : (counts[at - 1] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Repeats({ answer, onOpen }: Props & { answer: GridHeat }) {
  return (
    <section style={{ flex: '1 1 260px' }} aria-label="反复反映的地方">
      <h3 style={{ margin: '0 0 4px', fontSize: 14 }}>反复反映的地方</h3>
      {answer.repeats.length === 0 && <p className="desk-muted">这一周没有。</p>}
      <ol className="desk-rows" id="repeats">
        {answer.repeats
          .slice(0, 12)
          .map(({ gridId, classCode, placeName, className, count, before, opens }) => (
            <li key={`${gridId} ${classCode}`}>
              <button
                type="button"
                className="desk-link"
                onClick={() => onOpen(opens, `${placeName} ${className}`)}
              >
                {placeName} · {className} {count} 件
              </button>{' '}
              <span className="desk-muted">之前同样长的时间 {before} 件</span>
            </li>
          ))}
      </ol>
    </section>
  );
}
