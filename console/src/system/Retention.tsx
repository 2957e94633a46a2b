import { useQuery } from '@tanstack/react-query';
import { formatLocal, type RetentionPlanRow } from '@yihu/shared';
import { Button, Flex, InputNumber, Popconfirm, Table } from 'antd';
import { useState } from 'react';
import { retentionPlan, setRetention } from '../api/admin';
import { Remote, useDoing } from '../components';
import { useCan } from '../session/session';

const PLAN = ['retention'] as const;

/** How long each class of rows is kept, and what would go tonight. The security administrator changes it. */
export function Retention() {
  const plan = useQuery({ queryKey: PLAN, queryFn: retentionPlan });
  return <Remote of={plan}>{({ rows }) => <Plan rows={rows} />}</Remote>;
}

function Plan({ rows }: { rows: readonly RetentionPlanRow[] }) {
  const mayChange = useCan('retention:manage');
  const [days, setDays] = useState<Readonly<Record<string, number>>>({});
  const { run, busy } = useDoing(PLAN);
  const changed = rows.filter((row) => days[row.class] !== undefined && days[row.class] !== row.days);
  // Said where it is wrong, and left as it was typed: nothing is put right behind her back.
  const isShort = (row: RetentionPlanRow) => (days[row.class] ?? row.days) < row.floorDays;
  const save = () =>
    run('已保存,今晚起按新期限', async () => {
      await setRetention(rows.map((row) => ({ class: row.class, days: days[row.class] ?? row.days })));
      setDays({});
    });
  return (
    <Flex vertical gap="small" align="start">
      <Table<RetentionPlanRow>
        size="small"
        rowKey="class"
        style={{ width: '100%', maxWidth: 900 }}
        pagination={false}
        dataSource={[...rows]}
        columns={[
          { title: '什么', dataIndex: 'title' },
          {
            title: '保存几天',
            width: 160,
            render: (_, row) =>
              mayChange ? (
                <InputNumber
                  aria-label={`${row.title}保存几天`}
                  min={1}
                  max={36_500}
                  status={isShort(row) ? 'error' : undefined}
                  precision={0}
                  value={days[row.class] ?? row.days}
                  suffix="天"
                  onChange={(next) => setDays({ ...days, [row.class]: next ?? row.days })}
                />
              ) : (
                `${row.days} 天`
              ),
          },
          {
            title: '最少',
            width: 200,
            align: 'right',
            render: (_, row) =>
              isShort(row) ? (
                <span role="alert" className="desk-fault">
                  不能少于 {row.floorDays} 天
                </span>
              ) : (
                `${row.floorDays} 天`
              ),
          },
          { title: '早于', width: 150, render: (_, { before }) => formatLocal(before) },
          { title: '今晚将删', width: 100, align: 'right', render: (_, row) => `${row.rows} 行` },
        ]}
      />
      {mayChange && (
        <Popconfirm
          title={`改 ${changed.length} 项保存期限?`}
          description="改短的,今晚就会删除超期的内容,删了不能恢复。"
          okText="保存"
          cancelText="不"
          onConfirm={save}
        >
          <Button
            id="retention-save"
            type="primary"
            disabled={changed.length === 0 || rows.some(isShort)}
            loading={busy}
          >
            保存
          </Button>
        </Popconfirm>
      )}
    </Flex>
  );
}
