import { useQuery } from '@tanstack/react-query';
import { type EnterpriseView, FIRM_SIZES, formatLocal, INDUSTRIES } from '@yihu/shared';
import { Button, Drawer, Input, Table } from 'antd';
import { useState } from 'react';
import { ENTERPRISES, enterpriseOrders, enterprises } from '../api/registers';
import { DeskPage, Remote, useDoing, useFilters } from '../components';
import { useCan } from '../session/session';
import { FirmForm } from './FirmForm';
import { OrderTable } from './OrderTable';

/** The register of firms, who serves each by name, and what it has filed. */
export default function Enterprises() {
  const [filters, filter] = useFilters();
  const q = filters.q ?? '';
  const found = useQuery({ queryKey: [...ENTERPRISES, q], queryFn: () => enterprises(q) });
  const { renew } = useDoing(ENTERPRISES);
  const [edited, setEdited] = useState<EnterpriseView | null>(null);
  return (
    <DeskPage
      title="企业"
      about="反映过诉求的企业,和为它服务的企业专员"
      extra={
        <Input.Search
          allowClear
          aria-label="查找企业"
          placeholder="企业名称或统一社会信用代码"
          style={{ width: 300 }}
          defaultValue={q}
          onSearch={(value) => filter({ q: value.trim() || undefined })}
        />
      }
    >
      <Remote of={found}>
        {({ items }) => <Firms firms={items} onEdit={setEdited} onOrders={(id) => filter({ firm: id })} />}
      </Remote>
      {edited !== null && (
        <FirmForm
          firm={edited}
          onClose={() => setEdited(null)}
          onDone={() => {
            setEdited(null);
            void renew();
          }}
        />
      )}
      <Drawer
        open={filters.firm !== undefined}
        size="large"
        title={`${found.data?.items.find(({ id }) => id === filters.firm)?.name ?? '企业'}的诉求`}
        onClose={() => filter({ firm: undefined })}
        destroyOnHidden
      >
        {filters.firm !== undefined && (
          <OrderTable
            queryKey={['firm', filters.firm]}
            load={(after) => enterpriseOrders(filters.firm ?? '', after)}
          />
        )}
      </Drawer>
    </DeskPage>
  );
}

interface FirmsProps {
  firms: readonly EnterpriseView[];
  onEdit: (firm: EnterpriseView) => void;
  onOrders: (id: string) => void;
}

function Firms({ firms, onEdit, onOrders }: FirmsProps) {
  const manages = useCan('enterprise:manage');
  return (
    <Table<EnterpriseView>
      size="small"
      rowKey="id"
      pagination={{ pageSize: 50, hideOnSinglePage: true }}
      dataSource={[...firms]}
      locale={{ emptyText: '没有找到企业' }}
      columns={[
        { title: '企业', dataIndex: 'name' },
        { title: '统一社会信用代码', width: 190, render: (_, { creditCode }) => creditCode ?? '—' },
        {
          title: '行业',
          width: 200,
          render: (_, { industry }) => (industry === null ? '—' : INDUSTRIES[industry]),
        },
        { title: '规模', width: 100, render: (_, { size }) => (size === null ? '—' : FIRM_SIZES[size]) },
        {
          title: '企业专员',
          width: 200,
          render: (_, { officer }) => (officer === null ? '还没有' : `${officer.name}(${officer.unitName})`),
        },
        {
          title: '诉求',
          width: 130,
          render: (_, { id, orders, open }) => (
            <button type="button" className="desk-link" onClick={() => onOrders(id)}>
              {orders} 件,未办结 {open}
            </button>
          ),
        },
        { title: '登记', width: 140, render: (_, { createdAt }) => formatLocal(createdAt) },
        ...(manages
          ? [
              {
                title: '操作',
                width: 70,
                render: (_: unknown, firm: EnterpriseView) => (
                  <Button size="small" aria-label={`改${firm.name}`} onClick={() => onEdit(firm)}>
                    改
                  </Button>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
