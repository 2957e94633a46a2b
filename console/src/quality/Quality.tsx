import { useQueryClient } from '@tanstack/react-query';
import { dayOf } from '@yihu/shared';
import { Button, Tabs } from 'antd';
import { FIGURES_KEY } from '../api/figures';
import { DayRange, DeskPage, useBehind, useFilters, useNow } from '../components';
import { periodOf } from '../figures';
import { useKeys } from '../keys';
import { useCan } from '../session/session';
import { Accuracy } from './Accuracy';
import { Aims } from './Aims';
import { People } from './People';
import './quality.css';

/** How good the service is: the five aims, what came of proposals, and what each person did. */
export default function Quality() {
  const [filters, change] = useFilters();
  const isOffice = useCan('order:readOffice');
  const today = dayOf(useNow());
  const behind = useBehind();
  const client = useQueryClient();
  const month = periodOf('month', today);
  const { fromDay = month.fromDay, toDay = month.toDay } = filters;
  const period = { fromDay, toDay };
  const renew = () => void client.invalidateQueries({ queryKey: FIGURES_KEY });
  useKeys('服务质量', [{ key: 'r', label: '重新取数', run: renew }]);
  const { open, drawer } = behind;
  const ofOffice = [
    { key: 'aims', label: '五项服务质量', children: <Aims period={period} onOpen={open} /> },
    { key: 'accuracy', label: '派单准确率', children: <Accuracy period={period} onOpen={open} /> },
  ];
  const people = { key: 'people', label: '人员统计', children: <People today={today} onOpen={open} /> };
  const tabs = isOffice ? [...ofOffice, people] : [people];
  const tab = tabs.find(({ key }) => key === filters.tab)?.key ?? tabs[0]?.key;
  return (
    <DeskPage
      title="服务质量"
      about="每个数都能点开看工单"
      extra={
        <>
          {tab !== 'people' && <DayRange fromDay={fromDay} toDay={toDay} onChange={change} />}
          <Button onClick={renew}>重新取数</Button>
        </>
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(key) => change({ tab: key, behind: undefined, of: undefined })}
        items={tabs}
        destroyOnHidden
      />
      {drawer}
    </DeskPage>
  );
}
