import { useMutation } from '@tanstack/react-query';
import { dayOf, type SimulateAnswer, type SimulatedOrder, type SimulatedUnit } from '@yihu/shared';
import { Alert, Button, DatePicker, Flex, Table, Tag } from 'antd';
import dayjs from 'dayjs';
import { type SimulateInput, simulate } from '../api/policies';
import { errText } from '../api/request';
import { useFilters, useNow } from '../components';
import { comparison, differenceText, monthBefore, rateText, STANDS } from './simulate.view';

/** What a past period would have been under other rules; changes nothing. */
export function Simulation({ asked }: { asked: Pick<SimulateInput, 'clock' | 'limit' | 'presets'> }) {
  const [filters, filter] = useFilters();
  const month = monthBefore(dayOf(useNow()));
  const span = { fromDay: filters.from ?? month.fromDay, toDay: filters.to ?? month.toDay };
  const run = useMutation({ mutationFn: () => simulate({ ...span, ...asked }) });
  return (
    <Flex vertical gap="small">
      <Flex gap="small" align="center">
        <DatePicker.RangePicker
          aria-label="哪一段时间"
          allowClear={false}
          value={[dayjs(span.fromDay), dayjs(span.toDay)]}
          onChange={(days) => {
            const [from, to] = days ?? [];
            filter({ from: from?.format('YYYY-MM-DD'), to: to?.format('YYYY-MM-DD') });
          }}
        />
        <Button id="simulate" type="primary" loading={run.isPending} onClick={() => run.mutate()}>
          推演
        </Button>
        <span className="desk-muted">只算不改;按那段时间收到的工单重算</span>
      </Flex>
      {run.error !== null && <Alert type="error" showIcon role="alert" title={errText(run.error)} />}
      {run.data !== undefined && <Answer answer={run.data} />}
    </Flex>
  );
}

function Answer({ answer }: { answer: SimulateAnswer }) {
  const { orders, unreadable, before, after, units, milestones, late, lateTotal, refused } = answer;
  return (
    <Flex vertical gap="middle" id="simulated">
      <p>
        共 {orders} 件{unreadable > 0 && `,另有 ${unreadable} 件的经过新规则推不下去,两边都没有算`}。
      </p>
      <Flex gap="middle" wrap align="start">
        <Table
          size="small"
          rowKey="name"
          pagination={false}
          dataSource={comparison(before, after)}
          columns={[
            { title: '全部', dataIndex: 'name' },
            { title: '现在的规则', dataIndex: 'before', align: 'right' },
            { title: '新规则', dataIndex: 'after', align: 'right' },
            { title: '变化', dataIndex: 'change', align: 'right' },
          ]}
        />
        <Table
          size="small"
          rowKey="milestone"
          pagination={false}
          dataSource={milestones}
          columns={[
            { title: '环节', dataIndex: 'label' },
            { title: '有时限(现在)', align: 'right', render: (_, each) => each.before.promised },
            { title: '超期(现在)', align: 'right', render: (_, each) => each.before.late },
            { title: '有时限(新)', align: 'right', render: (_, each) => each.after.promised },
            { title: '超期(新)', align: 'right', render: (_, each) => each.after.late },
            {
              title: '变化',
              align: 'right',
              render: (_, each) => differenceText(each.before.late, each.after.late),
            },
          ]}
        />
      </Flex>
      <section>
        <h3>各单位</h3>
        <Table<SimulatedUnit>
          size="small"
          rowKey="unitId"
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          dataSource={units}
          expandable={{
            expandedRowRender: (unit) => (
              <Orders orders={late.filter((each) => each.unitId === unit.unitId)} />
            ),
            rowExpandable: (unit) => late.some((each) => each.unitId === unit.unitId),
          }}
          columns={[
            { title: '单位', dataIndex: 'unitName' },
            { title: '件数', align: 'right', render: (_, { before: b }) => b.orders },
            { title: '超期(现在)', align: 'right', render: (_, { before: b }) => b.late },
            { title: '超期(新)', align: 'right', render: (_, { after: a }) => a.late },
            { title: '按时率(现在)', align: 'right', render: (_, { before: b }) => rateText(b.rate) },
            { title: '按时率(新)', align: 'right', render: (_, { after: a }) => rateText(a.rate) },
          ]}
        />
      </section>
      <section>
        <h3>
          任一边超期的工单
          {lateTotal > late.length ? `(前 ${late.length} 件,共 ${lateTotal} 件)` : ` ${lateTotal} 件`}
        </h3>
        <Orders orders={late} />
      </section>
      {refused.length > 0 && (
        <section>
          <h3>新的次数限制会拒绝的</h3>
          <ul className="desk-rows">
            {refused.map(({ action, label, times, orders: ids }) => (
              <li key={action}>
                {label} {times} 次:
                {ids.map((id, at) => (
                  <a key={id} href={`#/orders?id=${id}`}>
                    {' '}
                    第 {at + 1} 件
                  </a>
                ))}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Flex>
  );
}

const TONES = { ON_TIME: 'success', LATE: 'error', OPEN: 'default', NONE: 'default' } as const;

function Orders({ orders }: { orders: readonly SimulatedOrder[] }) {
  return (
    <Table<SimulatedOrder>
      size="small"
      rowKey="orderId"
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
      dataSource={[...orders]}
      columns={[
        {
          title: '工单',
          render: (_, { orderId, orderNo }) => <a href={`#/orders?id=${orderId}`}>{orderNo}</a>,
        },
        { title: '现在', render: (_, { before }) => <Tag color={TONES[before]}>{STANDS[before]}</Tag> },
        { title: '到期(现在)', dataIndex: 'dueBefore' },
        { title: '新规则', render: (_, { after }) => <Tag color={TONES[after]}>{STANDS[after]}</Tag> },
        { title: '到期(新)', dataIndex: 'dueAfter' },
      ]}
    />
  );
}
