import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import {
  addDays,
  type Day,
  type DutyShiftView,
  dayOf,
  formatLocal,
  HANDLING_KINDS,
  type RosterView,
} from '@yihu/shared';
import { Alert, Button, DatePicker, Space } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { ROSTER, roster } from '../api/duty';
import { useAllUnits } from '../api/units';
import { AnyUnitSelect, DeskPage, Remote, useDoing, useFilters, useNow } from '../components';
import { useKeys } from '../keys';
import { AddShift } from './AddShift';
import { Week } from './Week';
import { mondayOf, weekFrom } from './week.view';

const DAYS = 7;

/** Who is on duty at a unit, week by week; at the office also who keeps watch, and where nobody does. */
export default function Duty() {
  const [filters, filter] = useFilters();
  const units = useAllUnits();
  const today = dayOf(useNow());
  const office = units?.find(({ kind }) => kind === 'HOTLINE_OFFICE');
  const unit = units?.find(({ id }) => id === filters.unit) ?? office;
  const monday = mondayOf(/^\d{4}-\d{2}-\d{2}$/.test(filters.week ?? '') ? (filters.week ?? '') : today);
  const week = (by: number) => filter({ week: addDays(monday, by * DAYS) });
  const found = useQuery({
    queryKey: [...ROSTER, unit?.id, monday],
    queryFn: () => roster(unit?.id ?? '', monday, DAYS),
    enabled: unit !== undefined,
  });
  useKeys('值班', [
    { key: '[', label: '上一周', run: () => week(-1) },
    { key: ']', label: '下一周', run: () => week(1) },
    { key: 'w', label: '这一周', run: () => filter({ week: undefined }) },
  ]);
  return (
    <DeskPage
      title="值班"
      about="谁在什么时候盯守、值班;夜间和节假日也要有人"
      extra={
        <Space>
          <AnyUnitSelect
            aria-label="哪个单位"
            style={{ width: 240 }}
            of={['HOTLINE_OFFICE', ...HANDLING_KINDS]}
            value={unit?.id}
            onChange={(id) => filter({ unit: id })}
          />
          <Button onClick={() => week(-1)}>上一周</Button>
          <DatePicker
            aria-label="哪一周"
            picker="week"
            allowClear={false}
            value={dayjs(monday)}
            onChange={(day) => filter({ week: day?.format('YYYY-MM-DD') })}
          />
          <Button onClick={() => week(1)}>下一周</Button>
        </Space>
      }
    >
      {unit !== undefined && (
        <Remote of={found}>
          {(view) => (
            <Roster
              key={`${unit.id}${monday}`}
              view={view}
              unitId={unit.id}
              isOffice={unit.kind === 'HOTLINE_OFFICE'}
              days={weekFrom(monday)}
              today={today}
            />
          )}
        </Remote>
      )}
    </DeskPage>
  );
}

interface RosterProps {
  view: RosterView;
  unitId: string;
  isOffice: boolean;
  days: readonly Day[];
  today: Day;
}

function Roster({ view, unitId, isOffice, days, today }: RosterProps) {
  const [adding, setAdding] = useState<readonly Day[] | null>(null);
  const { renew } = useDoing(ROSTER);
  const { items, gaps, mayChange } = view;
  useKeys('值班', [
    { key: 'n', label: '排班', run: () => setAdding([]), active: mayChange && adding === null },
  ]);
  const now = items.filter(({ isNow }) => isNow);
  return (
    <>
      <Space wrap style={{ marginBottom: 8 }}>
        <strong>现在:</strong>
        {now.length === 0 ? '没有人' : now.map((shift) => <NowOn key={shift.id} shift={shift} />)}
        {mayChange && (
          <Button id="add-shift" type="primary" icon={<PlusOutlined />} onClick={() => setAdding([])}>
            排班
          </Button>
        )}
      </Space>
      {gaps.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={`这一周有 ${gaps.length} 段没有人盯守`}
          description={gaps.map(({ from, to }) => `${formatLocal(from)} 至 ${formatLocal(to)}`).join(';')}
        />
      )}
      <Week
        items={items}
        gaps={gaps}
        days={days}
        today={today}
        mayChange={mayChange}
        onAdd={(day) => setAdding([day])}
      />
      {adding !== null && (
        <AddShift
          unitId={unitId}
          days={days}
          start={adding}
          isOffice={isOffice}
          onClose={() => setAdding(null)}
          onDone={() => {
            setAdding(null);
            void renew();
          }}
        />
      )}
    </>
  );
}

function NowOn({ shift: { personName, roleLabel, endsAt, role, seenAt } }: { shift: DutyShiftView }) {
  const seen = seenAt === null ? '还没有打开过待受理' : `${formatLocal(seenAt)} 看过待受理`;
  return (
    <span>
      {personName}({roleLabel},到 {formatLocal(endsAt)}
      {role === 'WATCH' && `,${seen}`})
    </span>
  );
}
