import type { PolicyChange, PolicyKindName } from '@yihu/shared';
import { Table } from 'antd';
import { useNames } from './names';
import { sayChange, sayPath } from './say.view';

interface Props {
  kind: PolicyKindName;
  changes: readonly PolicyChange[];
}

/** What differs from the version before, place by place, in the words of the form. */
export function Changes({ kind, changes }: Props) {
  const names = useNames();
  return (
    <Table<PolicyChange>
      size="small"
      rowKey={({ path, before, after }) => `${path}${before}${after}`}
      pagination={{ pageSize: 50, hideOnSinglePage: true }}
      dataSource={[...changes]}
      locale={{ emptyText: '没有不同' }}
      columns={[
        { title: '在哪里', width: 220, render: (_, { path }) => sayPath(kind, path) },
        {
          title: '原来',
          width: '40%',
          render: (_, { path, before }) => (
            <del className="desk-pre">{sayChange(kind, path, before, names)}</del>
          ),
        },
        {
          title: '现在',
          render: (_, { path, after }) =>
            after === null ? (
              <span className="desk-muted">删去</span>
            ) : (
              <ins className="desk-pre">{sayChange(kind, path, after, names)}</ins>
            ),
        },
      ]}
    />
  );
}
