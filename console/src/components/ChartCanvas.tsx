import { theme } from 'antd';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { ChartSeries } from './Chart';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

interface Props {
  labels: readonly string[];
  series: readonly ChartSeries[];
  /** Bars lie: for names that are longer than a bar is wide. */
  lying: boolean;
  unit: string;
  onPick: (series: number, at: number) => void;
}

type Token = ReturnType<typeof theme.useToken>['token'];

/** The drawing alone; what it says stands beside it in words and in a table. */
export default function ChartCanvas(props: Props) {
  const { labels, series, lying, unit } = props;
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const pick = useRef(props.onPick);
  pick.current = props.onPick;
  const { token } = theme.useToken();

  useEffect(() => {
    if (box.current === null) return;
    const made = init(box.current, null, { renderer: 'svg' });
    chart.current = made;
    made.on('click', ({ seriesIndex, dataIndex }) => pick.current(seriesIndex ?? 0, dataIndex));
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(box.current);
    return () => {
      watcher.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(optionOf(labels, series, lying, unit, token), { notMerge: true });
  }, [labels, series, lying, unit, token]);
  return <div ref={box} className="desk-chart-canvas" aria-hidden="true" />;
}

function optionOf(
  labels: readonly string[],
  series: readonly ChartSeries[],
  lying: boolean,
  unit: string,
  token: Token,
): EChartsCoreOption {
  const text = { color: token.colorTextSecondary, fontFamily: token.fontFamily, fontSize: 12 };
  const line = { lineStyle: { color: token.colorBorderSecondary } };
  const names = {
    type: 'category',
    data: [...labels],
    axisLabel: { ...text, hideOverlap: true },
    axisLine: line,
    axisTick: { show: false },
    inverse: lying,
  };
  const numbers = { type: 'value', minInterval: 1, axisLabel: text, splitLine: line };
  const colours = [token.colorPrimary, token.colorSuccess, token.colorWarning, token.colorTextTertiary];
  return {
    animation: false,
    color: colours,
    textStyle: text,
    grid: { left: 8, right: 16, top: series.length > 1 ? 32 : 12, bottom: 4, containLabel: true },
    ...(series.length > 1 ? { legend: { top: 0, textStyle: text, itemHeight: 10 } } : {}),
    tooltip: {
      trigger: 'axis',
      backgroundColor: token.colorBgElevated,
      borderColor: token.colorBorder,
      textStyle: { color: token.colorText, fontSize: 12 },
      valueFormatter: (value: unknown) => (value == null ? '无数据' : `${value}${unit}`),
    },
    xAxis: lying ? numbers : names,
    yAxis: lying ? names : numbers,
    series: series.map(({ name, values, kind = 'bar' }, at) => ({
      name,
      type: kind,
      data: [...values],
      barMaxWidth: 24,
      cursor: series[at]?.opens === undefined ? 'default' : 'pointer',
      ...(kind === 'line'
        ? { symbolSize: 6, lineStyle: { width: 2, type: at === 0 ? 'solid' : 'dashed' } }
        : {}),
    })),
  };
}
