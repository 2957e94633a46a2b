import type { CalendarYear, Day, PolicyCheckAnswer } from '@yihu/shared';
import { Alert, Button, Flex, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { DAY_KINDS, kindOf, pressed, spansOf, weeksOf } from './calendar.view';
import { builtYear } from './say.view';

interface Props {
  year: CalendarYear;
  faults?: PolicyCheckAnswer['faults'];
  /** Absent: only to read. */
  onChange?: (year: CalendarYear) => void;
}

const MONTHS = Array.from({ length: 12 }, (_, at) => at + 1);
const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];

/** A year at a glance: days off and worked weekends; pressing a day changes what it is. */
export function CalendarEditor({ year, faults = [], onChange }: Props) {
  const [name, setName] = useState('');
  return (
    <Flex vertical gap="small">
      {onChange !== undefined && (
        <Flex gap="small" wrap align="center">
          <label htmlFor="calendar-year">年份</label>
          <InputNumber
            id="calendar-year"
            min={2000}
            max={2200}
            value={year.year}
            onChange={(next) => onChange(builtYear(next ?? year.year))}
          />
          <label htmlFor="calendar-version">文号</label>
          <Input
            id="calendar-version"
            style={{ width: 260 }}
            placeholder="如 国办发明电〔2026〕7号"
            value={year.version}
            onChange={(event) => onChange({ ...year, version: event.target.value })}
          />
          <label htmlFor="calendar-name">放假的名称</label>
          <Input
            id="calendar-name"
            style={{ width: 140 }}
            placeholder="如 春节"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <span className="desk-muted">按一下日子换:上班 → 放假;周末 → 放假 → 调休上班</span>
        </Flex>
      )}
      {faults.map(({ text }) => (
        <Alert key={text} type="error" showIcon title={text} />
      ))}
      <p>
        {year.year} 年 {year.version}:{spansOf(year).join(';') || '没有放假安排'}
        {year.workDays.length > 0 && `;调休上班 ${year.workDays.join('、')}`}
      </p>
      <div className="desk-year">
        {MONTHS.map((month) => (
          <Month
            key={month}
            year={year}
            month={month}
            onPress={onChange && ((day) => onChange(pressed(year, day, name.trim())))}
          />
        ))}
      </div>
    </Flex>
  );
}

interface MonthProps {
  year: CalendarYear;
  month: number;
  onPress?: (day: Day) => void;
}

function Month({ year, month, onPress }: MonthProps) {
  return (
    <table className="desk-month">
      <caption>{month} 月</caption>
      <thead>
        <tr>
          {WEEKDAYS.map((day) => (
            <th key={day} scope="col">
              {day}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(year.year, month).map((week) => (
          <tr key={week.find((day) => day !== null)}>
            {week.map((day, at) => (
              <td key={day ?? WEEKDAYS[at]}>
                {day !== null && <DayCell year={year} day={day} onPress={onPress} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const SIGNS = { WORK: '', REST: '', OFF: '休', MADE_UP: '班' } as const;

function DayCell({ year, day, onPress }: { year: CalendarYear; day: Day; onPress?: (day: Day) => void }) {
  const kind = kindOf(year, day);
  const name = year.names?.[day] ?? '';
  const said = `${day} ${DAY_KINDS[kind]}${name === '' ? '' : ` ${name}`}`;
  const text = (
    <>
      {Number(day.slice(8))}
      <sup aria-hidden>{SIGNS[kind]}</sup>
    </>
  );
  const look = { className: `desk-day desk-day-${kind.toLowerCase().replace('_', '-')}`, title: said };
  return onPress === undefined ? (
    <span {...look}>{text}</span>
  ) : (
    <Button {...look} size="small" type="text" aria-label={said} onClick={() => onPress(day)}>
      {text}
    </Button>
  );
}
