import { useQueryClient } from '@tanstack/react-query';
import { CHANNELS, dayOf } from '@yihu/shared';
import { Button, Flex, Segmented, Select } from 'antd';
import { FIGURES_KEY } from '../api/figures';
import { DayRange, DeskPage, useBehind, useFilters, useNow } from '../components';
import { useKeys } from '../keys';
import { HeatTile } from './HeatTile';
import { LinksTile } from './LinksTile';
import { PressureTile } from './PressureTile';
import { nameOf, PERIODS, type PeriodName, periodOf } from './period.view';
import { RatesTile } from './RatesTile';
import { TrendTile } from './TrendTile';
import { UnitsTile } from './UnitsTile';
import { VolumeTile } from './VolumeTile';

/** All numbers of the street for a period, each open to its orders. */
export default function Figures() {
  const [filters, change] = useFilters();
  const today = dayOf(useNow());
  const behind = useBehind();
  const client = useQueryClient();
  const month = periodOf('month', today);
  const { fromDay = month.fromDay, toDay = month.toDay, channel } = filters;
  const named = nameOf(fromDay, toDay, today);
  const choose = (name: PeriodName) => change(periodOf(name, today));
  const renew = () => void client.invalidateQueries({ queryKey: FIGURES_KEY });
  useKeys('数据', [{ key: 'r', label: '重新取数', run: renew }]);
  const period = { fromDay, toDay };
  return (
    <DeskPage
      title="数据看板"
      about="每个数都能点开看工单"
      extra={
        <>
          <Segmented
            aria-label="时间段"
            options={[
              ...Object.entries(PERIODS).map(([value, label]) => ({ value, label })),
              ...(named === null ? [{ value: 'own', label: '自选' }] : []),
            ]}
            value={named ?? 'own'}
            onChange={(value) => value !== 'own' && choose(value as PeriodName)}
          />
          <DayRange fromDay={fromDay} toDay={toDay} onChange={change} />
          <Select
            aria-label="渠道"
            allowClear
            placeholder="全部渠道"
            style={{ width: 140 }}
            value={channel}
            options={Object.entries(CHANNELS).map(([value, label]) => ({ value, label }))}
            onChange={(value: string | undefined) => change({ channel: value })}
          />
          <Button className="desk-no-print" onClick={renew}>
            重新取数
          </Button>
          <Button className="desk-no-print" onClick={() => print()}>
            打印
          </Button>
        </>
      }
    >
      <VolumeTile period={period} channel={channel} onOpen={behind.open} />
      <Flex vertical gap={12} style={{ marginTop: 12 }}>
        <div className="desk-tiles">
          <RatesTile period={period} onOpen={behind.open} />
          <TrendTile onOpen={behind.open} />
          <LinksTile period={period} onOpen={behind.open} />
          <PressureTile period={period} onOpen={behind.open} />
          <UnitsTile period={period} onOpen={behind.open} />
        </div>
        <HeatTile onOpen={behind.open} />
      </Flex>
      {behind.drawer}
    </DeskPage>
  );
}
