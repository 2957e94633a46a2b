import { type Day, DUTY_PARTS, type DutyShiftView, type RosterView } from '@yihu/shared';
import { Button, Popconfirm, Tag } from 'antd';
import { endShift, ROSTER } from '../api/duty';
import { useDoing } from '../components';
import { minuteText, partOn, weekdayText } from './week.view';

interface Props {
  items: readonly DutyShiftView[];
  gaps: RosterView['gaps'];
  days: readonly Day[];
  today: Day;
  mayChange: boolean;
  onAdd: (day: Day) => void;
}

/** A week as a table: a row a day, who is on when, and when nobody keeps watch. */
export function Week({ items, gaps, days, today, mayChange, onAdd }: Props) {
  return (
    <table className="desk-week">
      <caption className="desk-muted">一天一行;跨夜的班两天都列</caption>
      <thead>
        <tr>
          <th scope="col">日期</th>
          <th scope="col">盯守</th>
          <th scope="col">值班</th>
          <th scope="col">没有人盯守</th>
          {mayChange && <th scope="col">操作</th>}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day} aria-current={day === today ? 'date' : undefined}>
            <th scope="row">
              {weekdayText(day)} {day.slice(5)} {day === today && <Tag color="blue">今天</Tag>}
            </th>
            {(['WATCH', 'DUTY'] as const).map((role) => (
              <td key={role}>
                {items
                  .filter((shift) => shift.role === role)
                  .map((shift) => (
                    <Shift key={shift.id} shift={shift} day={day} mayChange={mayChange} />
                  ))}
              </td>
            ))}
            <td>
              {gaps.map(({ from, to }) => {
                const part = partOn(day, { startsAt: from, endsAt: to });
                return (
                  part && (
                    <div key={from} className="desk-fault">
                      {minuteText(part.from)}–{minuteText(part.to)}
                    </div>
                  )
                );
              })}
            </td>
            {mayChange && (
              <td>
                <Button size="small" aria-label={`${day} 排班`} onClick={() => onAdd(day)}>
                  排班
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Shift({ shift, day, mayChange }: { shift: DutyShiftView; day: Day; mayChange: boolean }) {
  const { run, busy } = useDoing(ROSTER);
  const part = partOn(day, shift);
  if (part === null) return null;
  const said = `${shift.personName} ${minuteText(part.from)}–${minuteText(part.to)}`;
  return (
    <div className="desk-shift">
      {shift.isNow && <Tag color="success">现在</Tag>}
      {said} <Tag>{DUTY_PARTS[shift.part]}</Tag>
      {mayChange && (
        <Popconfirm
          title={shift.isNow ? `${shift.personName}这一班现在结束?` : `撤掉${shift.personName}这一班?`}
          okText={shift.isNow ? '结束' : '撤掉'}
          cancelText="不"
          onConfirm={() => run('已撤', () => endShift(shift.id))}
        >
          <Button size="small" type="text" danger disabled={busy} aria-label={`撤掉 ${day} ${said}`}>
            撤
          </Button>
        </Popconfirm>
      )}
    </div>
  );
}
