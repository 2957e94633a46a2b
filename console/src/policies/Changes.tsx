import type { PolicyChange } from '@yihu/shared';
import { Table } from 'antd';

/** What differs from the version before, place by place. */
export function Changes({ changes }: { changes: readonly PolicyChange[] }) {
  return (
    <Table<PolicyChange>
      size="small"
      rowKey={({ path, before, after }) => `${path}${before}${after}`}
      pagination={{ pageSize: 50, hideOnSinglePage: true }}
      dataSource={[...changes]}
      locale={{ emptyText: '没有不同' }}
      columns={[
        { title: '在哪里', dataIndex: 'path', width: 220 },
        { title: '原来', render: (_, { before }) => <del className="desk-pre">{before ?? ''}</del> },
        {
          title: '现在',
          render: (_, { after }) =>
            after === null ? (
              <span className="desk-muted">删去</span>
            ) : (
              <ins className="desk-pre">{after}</ins>
            ),
        },
      ]}
    />
  );
}
