import { useQuery } from '@tanstack/react-query';
import type { LineFigures } from '@yihu/shared';
import { Table } from 'antd';
import { lineFigures, lineOrders } from '../api/registers';
import { DeskPage, Remote, useFilters } from '../components';
import { OrderTable } from './OrderTable';
import { SpanPicker } from './SpanPicker';

/** Lines with a queue and a reader of their own: how each stands, and its orders. */
export default function Lines() {
  const [{ from, to, line }, filter] = useFilters();
  const figures = useQuery({ queryKey: ['lines', from, to], queryFn: () => lineFigures({ from, to }) });
  return (
    <DeskPage title="分线" about="一呼即应专线和营商环境监督分线" extra={<SpanPicker />}>
      <Remote of={figures}>
        {({ items }) => (
          <>
            <Table<LineFigures>
              size="small"
              rowKey="line"
              pagination={false}
              dataSource={items}
              columns={[
                { title: '分线', dataIndex: 'label' },
                {
                  title: '诉求',
                  align: 'right',
                  render: (_, each) => (
                    <button
                      type="button"
                      className="desk-link"
                      onClick={() => filter({ line: each.line })}
                      aria-label={`看${each.label}的 ${each.orders} 件`}
                    >
                      {each.orders}
                    </button>
                  ),
                },
                { title: '未办结', dataIndex: 'open', align: 'right' },
                { title: '答过的', dataIndex: 'answered', align: 'right' },
                { title: '说解决了', dataIndex: 'solved', align: 'right' },
                { title: '解决率', dataIndex: 'solvedRate', align: 'right' },
              ]}
            />
            {line !== undefined && (
              <section>
                <h2>{items.find((each) => each.line === line)?.label}的诉求</h2>
                <OrderTable queryKey={['line', line]} load={(after) => lineOrders(line, after)} />
              </section>
            )}
          </>
        )}
      </Remote>
    </DeskPage>
  );
}
