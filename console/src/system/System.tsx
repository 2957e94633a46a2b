import { Tabs } from 'antd';
import { DeskPage, useFilters } from '../components';
import { useCan } from '../session/session';
import { DeadJobs } from './DeadJobs';
import { Health } from './Health';
import { Retention } from './Retention';
import { Wechat } from './Wechat';

/** The running of the product, for its administrators. */
export default function System() {
  const [filters, filter] = useFilters();
  const replays = useCan('outbox:manage');
  const tabs = [
    { key: 'health', label: '健康', children: <Health /> },
    ...(replays ? [{ key: 'outbox', label: '没发出的', children: <DeadJobs /> }] : []),
    { key: 'wechat', label: '微信', children: <Wechat /> },
    { key: 'retention', label: '保存期限', children: <Retention /> },
  ];
  return (
    <DeskPage title="系统">
      <Tabs
        activeKey={filters.tab ?? 'health'}
        onChange={(tab) => filter({ tab })}
        items={tabs}
        destroyOnHidden
      />
    </DeskPage>
  );
}
