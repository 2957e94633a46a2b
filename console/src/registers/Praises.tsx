import { useQuery } from '@tanstack/react-query';
import type { PraiseLine } from '@yihu/shared';
import { Table } from 'antd';
import { praises } from '../api/registers';
import { DeskPage, Remote, useFilters } from '../components';
import { SpanPicker } from './SpanPicker';

/** Who was praised: units, and persons by name. */
export default function Praises() {
  const [{ from, to }] = useFilters();
  const found = useQuery({ queryKey: ['praises', from, to], queryFn: () => praises({ from, to }) });
  return (
    <DeskPage title="表扬" about="居民和企业表扬了哪些单位、哪些人" extra={<SpanPicker />}>
      <Remote of={found}>
        {({ items }) => (
          <Table<PraiseLine>
            size="small"
            rowKey="unitId"
            pagination={false}
            dataSource={items}
            locale={{ emptyText: '这段时间没有表扬' }}
            columns={[
              { title: '单位', dataIndex: 'unitName' },
              { title: '表扬', dataIndex: 'praises', align: 'right', width: 90 },
              {
                title: '点名表扬的人',
                render: (_, { persons }) =>
                  persons.map(({ name, praises: n }) => `${name} ${n} 次`).join('、') || '—',
              },
            ]}
          />
        )}
      </Remote>
    </DeskPage>
  );
}
